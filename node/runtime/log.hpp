#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

/// The log: one event per line, present tense, key=value. Never message texts, file names or
/// secrets: only the types that LogField accepts can be written, and identifiers are shortened.
namespace earshot::runtime {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };

std::optional<LogLevel> parse_log_level(std::string_view text) noexcept;
std::string_view text_of(LogLevel level) noexcept;

/// `key=value`. Texts with spaces, quotes or controls are quoted and escaped.
struct LogField {
    std::string_view key;
    std::string value;

    LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
    LogField(std::string_view k, const char* v) : key(k), value(v) {}
    LogField(std::string_view k, bool v) : key(k), value(v ? "true" : "false") {}
    LogField(std::string_view k, std::integral auto v) : key(k), value(std::to_string(v)) {}
    template <class Tag, std::size_t Size>
    LogField(std::string_view k, const Id<Tag, Size>& v) : key(k), value(v.short_text()) {}
    LogField(std::string_view k, const Endpoint& v) : key(k), value(v.text()) {}
    LogField(std::string_view k, const Address& v) : key(k), value(v.text()) {}
    LogField(std::string_view k, const Error& v) : key(k), value(v.what) {}
    LogField(std::string_view k, Duration v) : key(k), value(std::to_string(v.count()) + "ms") {}
};

using LogFields = std::initializer_list<LogField>;

/// Thread-safe. Writing never fails towards the caller: what cannot be written is lost.
class Log {
public:
    /// Gets "info link closed peer=3fa9", without time and newline.
    using Writer = std::function<void(std::string_view line)>;

    static Log to_stderr(LogLevel level);
    /// Appends; at 4 MiB the file is moved to `<path>.1` and begun anew. `io` when it cannot be
    /// opened.
    static Result<Log> to_file(const std::string& path, LogLevel level);
    static Log to(Writer writer, LogLevel level);

    Log(Log&&) noexcept;
    ~Log();

    void set_level(LogLevel level) noexcept;
    LogLevel level() const noexcept;

    void debug(std::string_view event, LogFields fields = {});
    void info(std::string_view event, LogFields fields = {});
    void warning(std::string_view event, LogFields fields = {});
    void error(std::string_view event, LogFields fields = {});

    /// For what strangers can trigger: of each event, which is a literal, at most `limited_burst`
    /// lines and then `limited_per_second`; the next line that passes says how many were dropped.
    void limited(LogLevel level, std::string_view event, LogFields fields, Instant now);

    static constexpr double limited_burst = 8.0;
    static constexpr double limited_per_second = 0.2;

private:
    struct State;
    explicit Log(std::unique_ptr<State> state);
    void write(LogLevel level, std::string_view event, LogFields fields, std::uint64_t dropped);

    std::unique_ptr<State> state_;
};

}  // namespace earshot::runtime
