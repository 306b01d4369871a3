#include "cli/output.hpp"

#include <unistd.h>

#include <cerrno>

#include "cli/render.hpp"
#include "cli/verb.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t waiting_bytes_max = 64 * 1024;

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

control::Object with_schema(std::string_view schema, const control::Object& fields) {
    control::Object object;
    object["schema"] = schema;
    for (const auto& field : fields) object[field.key()] = field.value();
    return object;
}

}  // namespace

void Output::print(std::string_view text) {
    waiting_ += text;
    if (waiting_.size() > waiting_bytes_max) flush();
}

void Output::print_object(std::string_view schema, const control::Object& fields) {
    print(visible_json(control::to_text(with_schema(schema, fields))) + '\n');
}

void Output::print_json(const control::Json& value) {
    const bool for_people = style_.out_is_terminal && !style_.json;
    print(
        visible_json(for_people ? control::to_pretty_text(value) : control::to_text(value) + '\n'));
}

void Output::remark(std::string_view text) {
    if (style_.quiet || style_.json || !style_.error_is_terminal) return;
    flush();
    write_all(STDERR_FILENO, std::string{text} + '\n');
}

void Output::complain(ExitCode exit, std::string_view what, std::string_view hint,
                      const control::Object& fields) {
    flush();
    std::string text;
    if (style_.json) {
        control::Object object;
        object["exit"] = static_cast<int>(exit);
        object["message"] = what;
        if (!hint.empty()) object["hint"] = hint;
        for (const auto& field : fields) object[field.key()] = field.value();
        text = visible_json(control::to_text(with_schema("earshot.error.v1", object))) + '\n';
    } else {
        text = "earshot: " + visible(what) + '\n';
        for (const auto line : split(hint, '\n')) text += "  " + visible(line) + '\n';
    }
    write_all(STDERR_FILENO, text);
}

bool Output::flush() {
    if (!failed_ && !write_all(STDOUT_FILENO, waiting_)) {
        failed_ = true;
        complain(ExitCode::failed, "standard output cannot be written to", {});
    }
    waiting_.clear();
    return !failed_;
}

std::string Output::bold(std::string_view text) const {
    return style_.color ? "\x1b[1m" + std::string{text} + "\x1b[0m" : std::string{text};
}

std::string Output::dim(std::string_view text) const {
    return style_.color ? "\x1b[2m" + std::string{text} + "\x1b[0m" : std::string{text};
}

}  // namespace earshot::cli
