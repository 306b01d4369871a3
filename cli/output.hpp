#pragma once

#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "core/control/json.hpp"

/// What the program says: results to standard output, everything else to standard error, both
/// either for people or as JSON lines. Errors look like age's: `earshot: ` and a sentence without a
/// capital or a full stop, then hints.
namespace earshot::cli {

struct OutputStyle {
    bool json = false;
    bool quiet = false;
    bool color = false;
    bool out_is_terminal = false;
    bool error_is_terminal = false;
};

class Output {
public:
    explicit Output(OutputStyle style) : style_(style) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    const OutputStyle& style() const noexcept { return style_; }
    bool is_json() const noexcept { return style_.json; }

    /// Result text; must be visible already. Kept until `flush`.
    void print(std::string_view text);
    /// One line of JSON: `fields` with `schema` first.
    void print_object(std::string_view schema, const control::Object& fields);
    /// A JSON value alone, on several lines when a person reads.
    void print_json(const control::Json& value);

    /// A remark that nobody must act on; not with --quiet, not with --json, and only at a terminal.
    void remark(std::string_view text);
    /// Why it failed. `fields` are for programs, `hint` (of one or more lines) for people.
    void complain(ExitCode exit, std::string_view what, std::string_view hint,
                  const control::Object& fields = {});

    /// False when standard output cannot take it (a full disk); says so once.
    bool flush();

    std::string bold(std::string_view text) const;
    std::string dim(std::string_view text) const;

private:
    OutputStyle style_;
    std::string waiting_;
    bool failed_ = false;
};

}  // namespace earshot::cli
