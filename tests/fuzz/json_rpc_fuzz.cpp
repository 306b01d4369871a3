/// A line from a client: reading it, checking it against the schema and answering never fail, and
/// what is accepted is read back as it was.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/limits.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/lines.hpp"
#include "core/control/schema.hpp"

namespace control = earshot::control;

namespace {

void check_request(const control::Request& request) {
    std::string answer;
    const auto* method = control::find_method(request.method);
    const auto failure = method ? control::check_params(*method, request.params) : std::nullopt;
    if (failure) {
        control::append_failure(answer, request.id, *failure);
    } else {
        control::append_result(answer, request.id, request.params);
    }
    assert(answer.find('\n') == answer.size() - 1);
    answer.pop_back();
    // An answer holds the parameters one level deeper than the request did, so it may be too deep.
    const auto read = control::parse_message(answer);
    if (const auto* response = std::get_if<control::Response>(&read)) {
        assert(response->id == request.id);
        if (!failure)
            assert(std::get<control::Json>(response->outcome) == control::Json(request.params));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    control::LineSplitter lines{earshot::limits::control_line_bytes_max};
    lines.add({reinterpret_cast<const char*>(data), size});
    for (;;) {
        const auto line = lines.next();
        if (!line || !*line) return 0;
        const auto message = control::parse_message(**line);
        if (const auto* request = std::get_if<control::Request>(&message)) check_request(*request);
        if (const auto* refusal = std::get_if<control::Refusal>(&message)) {
            std::string answer;
            control::append_failure(answer, refusal->id, refusal->failure);
            assert(control::parse_json(answer));
        }
    }
}
