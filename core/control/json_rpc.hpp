#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/control/failure.hpp"
#include "core/control/json.hpp"

/// JSON-RPC 2.0 as Earshot speaks it: one object per line, no batches, parameters by name. Pure;
/// nothing throws; a line is at most limits::control_line_bytes_max bytes.
namespace earshot::control {

struct Request {
    Json id;             ///< An integer or a text; null when nobody waits for an answer.
    std::string method;  ///< Not yet looked up.
    Object params;       ///< Not yet checked against the schema.
};

struct Response {
    Json id;
    std::variant<Json, Failure> outcome;
};

/// A line that is neither: what to answer. `id` is null when the line did not have a usable one.
struct Refusal {
    Json id;
    Failure failure;
};

/// Events are requests without an id, with method `event`.
using Message = std::variant<Request, Response, Refusal>;

/// `line` without its newline.
Message parse_message(std::string_view line);

/// Each appends one line with its newline.
void append_request(std::string& out, std::int64_t id, std::string_view method,
                    const Object& params);
void append_result(std::string& out, const Json& id, const Json& result);
void append_failure(std::string& out, const Json& id, const Failure& failure);
/// `seq` for durable events only.
void append_event(std::string& out, std::optional<std::uint64_t> seq, std::string_view event,
                  const Object& fields);

}  // namespace earshot::control
