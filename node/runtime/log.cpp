#include "node/runtime/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <map>
#include <mutex>
#include <utility>

namespace earshot::runtime {
namespace {

constexpr std::size_t file_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t old_files = 1;
constexpr std::array<std::string_view, 5> level_names = {"debug", "info", "warning", "error",
                                                         "off"};

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
        case LogLevel::off: break;
    }
    return spdlog::level::off;
}

bool needs_quotes(std::string_view value) {
    return value.empty() || std::ranges::any_of(value, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte <= ' ' || byte == 0x7F || c == '"' || c == '=' || c == '\\';
           });
}

void append_value(std::string& line, std::string_view value) {
    if (!needs_quotes(value)) {
        line += value;
        return;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    line += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < ' ' || byte == 0x7F) {
            line += "\\x";
            line += digits[byte >> 4];
            line += digits[byte & 15];
            continue;
        }
        if (c == '"' || c == '\\') line += '\\';
        line += c;
    }
    line += '"';
}

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %v",
                                                                 spdlog::pattern_time_type::utc);
    sink->set_formatter(std::move(formatter));
    auto logger = std::make_shared<spdlog::logger>("earshot", std::move(sink));
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::trace);
    logger->set_error_handler([](const std::string&) {});
    return logger;
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view text) noexcept {
    const auto name = std::ranges::find(level_names, text);
    if (name == level_names.end()) return std::nullopt;
    return static_cast<LogLevel>(name - level_names.begin());
}

std::string_view text_of(LogLevel level) noexcept {
    return level_names[static_cast<std::size_t>(level)];
}

struct Log::State {
    struct Bucket {
        double tokens = limited_burst;
        Instant refilled{};
        std::uint64_t dropped = 0;
    };

    std::atomic<LogLevel> level;
    std::shared_ptr<spdlog::logger> logger;  // Shared because spdlog's registry wants it so.
    Writer writer;                           // Instead of the logger.
    std::mutex lock;                         // Guards `writer` and `buckets`.
    std::map<std::string_view, Bucket> buckets;
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::Log(Log&&) noexcept = default;
Log::~Log() = default;

Log Log::to_stderr(LogLevel level) {
    auto state = std::make_unique<State>();
    state->level = level;
    state->logger = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return Log{std::move(state)};
}

Result<Log> Log::to_file(const std::string& path, LogLevel level) {
    auto state = std::make_unique<State>();
    state->level = level;
    try {
        state->logger = make_logger(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            path, file_bytes_max, old_files));
    } catch (const spdlog::spdlog_ex&) {
        return Error{ErrorKind::io, "log file cannot be opened"};
    }
    return Log{std::move(state)};
}

Log Log::to(Writer writer, LogLevel level) {
    assert(writer);
    auto state = std::make_unique<State>();
    state->level = level;
    state->writer = std::move(writer);
    return Log{std::move(state)};
}

void Log::set_level(LogLevel level) noexcept { state_->level = level; }
LogLevel Log::level() const noexcept { return state_->level; }

void Log::debug(std::string_view event, LogFields fields) {
    write(LogLevel::debug, event, fields, 0);
}
void Log::info(std::string_view event, LogFields fields) {
    write(LogLevel::info, event, fields, 0);
}
void Log::warning(std::string_view event, LogFields fields) {
    write(LogLevel::warning, event, fields, 0);
}
void Log::error(std::string_view event, LogFields fields) {
    write(LogLevel::error, event, fields, 0);
}

void Log::limited(LogLevel level, std::string_view event, LogFields fields, Instant now) {
    if (level < state_->level) return;
    std::uint64_t dropped = 0;
    {
        const std::scoped_lock guard(state_->lock);
        const auto [it, is_new] = state_->buckets.try_emplace(event);
        auto& bucket = it->second;
        if (is_new) bucket.refilled = now;
        const std::chrono::duration<double> passed = now - bucket.refilled;
        bucket.tokens =
            std::min(limited_burst, bucket.tokens + passed.count() * limited_per_second);
        bucket.refilled = now;
        if (bucket.tokens < 1.0) {
            ++bucket.dropped;
            return;
        }
        bucket.tokens -= 1.0;
        dropped = std::exchange(bucket.dropped, 0);
    }
    write(level, event, fields, dropped);
}

void Log::write(LogLevel level, std::string_view event, LogFields fields, std::uint64_t dropped) {
    if (level < state_->level || state_->level == LogLevel::off) return;
    std::string line{text_of(level)};
    line += ' ';
    line += event;
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    if (dropped > 0) line += " dropped=" + std::to_string(dropped);
    if (state_->writer) {
        const std::scoped_lock guard(state_->lock);
        state_->writer(line);
    } else {
        state_->logger->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
    }
}

}  // namespace earshot::runtime
