#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a check came to. Codes and values only: whoever shows them makes sentences.
namespace earshot::doctor {

enum class Verdict : std::uint8_t {
    ok,
    warn,  ///< Something works worse than it could.
    fail,  ///< A cause why people do not find or reach each other.
    skip,  ///< Could not be told here.
};
constexpr std::string_view text_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::ok: return "ok";
        case Verdict::warn: return "warn";
        case Verdict::fail: return "fail";
        case Verdict::skip: return "skip";
    }
    return "skip";
}

/// In the order in which they were noted.
using Evidence = std::vector<std::pair<std::string, std::string>>;

struct Finding {
    std::string id;  ///< Of the check.
    Verdict verdict = Verdict::skip;
    std::string code;  ///< Which of the check's answers.
    Evidence evidence;
    std::string fix;  ///< What would help, as a code; empty where nothing need or can be done.

    friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace earshot::doctor
