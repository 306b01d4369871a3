#include "core/control/json_rpc.hpp"

#include <boost/json/string.hpp>
#include <utility>

#include "core/base/limits.hpp"

namespace earshot::control {
namespace {

bool is_id(const Json& value) {
    if (const auto* text = value.if_string()) return text->size() <= limits::ref_bytes_max;
    return value.is_int64() || value.is_uint64();
}

Refusal refuse(Json id, FailureKind kind, std::string_view message) {
    return {std::move(id), Failure{kind, std::string{message}}};
}

Message parse_response(Object&& object, Json id) {
    if (const auto* error = object.if_contains("error"))
        return Response{std::move(id), failure_from(*error)};
    return Response{std::move(id), std::move(object["result"])};
}

Message parse_request(Object&& object, Json id) {
    const auto method = find_text(object, "method");
    if (!method) return refuse(std::move(id), FailureKind::invalid_request, "no method");
    Request request{std::move(id), std::string{*method}, {}};
    if (auto* params = object.if_contains("params")) {
        if (!params->is_object())
            return refuse(std::move(request.id), FailureKind::invalid_params,
                          "params must be an object: parameters are given by name");
        request.params = std::move(params->get_object());
    }
    return request;
}

}  // namespace

Message parse_message(std::string_view line) {
    auto value = parse_json(line);
    if (!value) {
        const bool long_line = value.error().kind == ErrorKind::too_large;
        return refuse(nullptr, long_line ? FailureKind::too_large : FailureKind::parse_error,
                      value.error().what);
    }
    auto* object = value->if_object();
    if (!object)
        return refuse(nullptr, FailureKind::invalid_request, "a message is one JSON object");
    Json id;
    if (auto* given = object->if_contains("id")) {
        if (!is_id(*given) && !given->is_null())
            return refuse(nullptr, FailureKind::invalid_request, "id must be an integer or a text");
        id = std::move(*given);
    }
    if (find_text(*object, "jsonrpc") != "2.0")
        return refuse(std::move(id), FailureKind::invalid_request, "jsonrpc must be \"2.0\"");
    if (object->contains("method")) return parse_request(std::move(*object), std::move(id));
    if (object->contains("result") || object->contains("error"))
        return parse_response(std::move(*object), std::move(id));
    return refuse(std::move(id), FailureKind::invalid_request, "no method");
}

void append_request(std::string& out, std::int64_t id, std::string_view method,
                    const Object& params) {
    out += R"({"jsonrpc":"2.0","id":)";
    out += std::to_string(id);
    out += R"(,"method":)";
    append_json_text(out, method);
    out += R"(,"params":)";
    append_json(out, params);
    out += "}\n";
}

void append_result(std::string& out, const Json& id, const Json& result) {
    out += R"({"jsonrpc":"2.0","id":)";
    append_json(out, id);
    out += R"(,"result":)";
    append_json(out, result);
    out += "}\n";
}

void append_failure(std::string& out, const Json& id, const Failure& failure) {
    out += R"({"jsonrpc":"2.0","id":)";
    append_json(out, id);
    out += R"(,"error":)";
    append_json(out, to_json(failure));
    out += "}\n";
}

void append_event(std::string& out, std::optional<std::uint64_t> seq, std::string_view event,
                  const Object& fields) {
    out += R"({"jsonrpc":"2.0","method":"event","params":{)";
    if (seq) {
        out += R"("seq":)";
        out += std::to_string(*seq);
        out += ',';
    }
    out += R"("event":)";
    append_json_text(out, event);
    for (const auto& field : fields) {
        out += ',';
        append_json_text(out, field.key());
        out += ':';
        append_json(out, field.value());
    }
    out += "}}\n";
}

}  // namespace earshot::control
