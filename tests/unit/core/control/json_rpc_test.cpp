#include "core/control/json_rpc.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::control {
namespace {

FailureKind refusal_kind(std::string_view line) {
    const auto message = parse_message(line);
    REQUIRE(std::holds_alternative<Refusal>(message));
    return std::get<Refusal>(message).failure.kind;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("json_rpc reads a request that it wrote", "[json_rpc]") {
    Object params;
    params["body"] = "line one\nline two \u00e9 \"quoted\"";
    params["limit"] = 7;
    std::string line;
    append_request(line, 42, "message.send", params);
    REQUIRE(line.ends_with("}\n"));
    CHECK(line.find('\n') == line.size() - 1);

    line.pop_back();
    const auto message = parse_message(line);
    const auto& request = std::get<Request>(message);
    CHECK(request.id == Json(42));
    CHECK(request.method == "message.send");
    CHECK(request.params == params);
}

TEST_CASE("json_rpc reads an answer that it wrote", "[json_rpc]") {
    std::string line;
    SECTION("a result") {
        append_result(line, 7, Json("done"));
        const auto message = parse_message(line);
        const auto& response = std::get<Response>(message);
        CHECK(response.id == Json(7));
        CHECK(std::get<Json>(response.outcome) == Json("done"));
    }
    SECTION("a failure with its fields") {
        Failure failure{FailureKind::too_large, "text is too long"};
        failure.fields["limit"] = 65536;
        append_failure(line, "a", failure);
        const auto message = parse_message(line);
        const auto& response = std::get<Response>(message);
        CHECK(response.id == Json("a"));
        const auto& read = std::get<Failure>(response.outcome);
        CHECK(read.kind == FailureKind::too_large);
        CHECK(read.message == "text is too long");
        CHECK(read.fields == failure.fields);
    }
    SECTION("a failure of a kind from the future is an internal one") {
        const auto message = parse_message(
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-1,"data":{"kind":"from the future"}}})");
        const auto& response = std::get<Response>(message);
        CHECK(std::get<Failure>(response.outcome).kind == FailureKind::internal);
    }
}

TEST_CASE("json_rpc writes an event as a request without an id", "[json_rpc]") {
    Object fields;
    fields["queue"] = 3;
    std::string line;
    append_event(line, 9, "outbox.changed", fields);
    CHECK(line == R"({"jsonrpc":"2.0","method":"event",)"
                  R"("params":{"seq":9,"event":"outbox.changed","queue":3}})"
                  "\n");
    const auto message = parse_message(line);
    const auto& event = std::get<Request>(message);
    CHECK(event.id.is_null());
    CHECK(event.method == "event");
}

TEST_CASE("json_rpc refuses what is no request", "[json_rpc]") {
    CHECK(refusal_kind("") == FailureKind::parse_error);
    CHECK(refusal_kind("{") == FailureKind::parse_error);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":1,"method":"a"} trailing)") ==
          FailureKind::parse_error);
    CHECK(refusal_kind("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xC3\"}") ==
          FailureKind::parse_error);
    CHECK(refusal_kind("[]") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"([{"jsonrpc":"2.0","id":1,"method":"a"}])") ==
          FailureKind::invalid_request);
    CHECK(refusal_kind("17") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"id":1,"method":"a"})") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"1.0","id":1,"method":"a"})") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":1})") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":1,"method":5})") == FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":{},"method":"a"})") ==
          FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":1.5,"method":"a"})") ==
          FailureKind::invalid_request);
    CHECK(refusal_kind(R"({"jsonrpc":"2.0","id":1,"method":"a","params":[1]})") ==
          FailureKind::invalid_params);
}

TEST_CASE("json_rpc keeps the id of a request that it refuses", "[json_rpc]") {
    const auto message = parse_message(R"({"jsonrpc":"2.0","id":"x","method":"a","params":3})");
    CHECK(std::get<Refusal>(message).id == Json("x"));
}

TEST_CASE("json_rpc bounds depth and length", "[json_rpc]") {
    CHECK(parse_json(nested(limits::json_depth_max)));
    CHECK_FALSE(parse_json(nested(limits::json_depth_max + 1)));
    CHECK_FALSE(parse_json(nested(100'000)));

    std::string long_text = "\"" + std::string(limits::control_line_bytes_max - 2, 'a') + "\"";
    CHECK(parse_json(long_text));
    CHECK(refusal_kind(long_text + " ") == FailureKind::too_large);
}

TEST_CASE("json canonical text does not depend on the order of members", "[json_rpc]") {
    std::string one;
    std::string other;
    append_canonical(one, *parse_json(R"({"b":[1,{"d":2,"c":null}],"a":"x"})"));
    append_canonical(other, *parse_json(R"({ "a":"x", "b":[1,{"c":null,"d":2}] })"));
    CHECK(one == R"({"a":"x","b":[1,{"c":null,"d":2}]})");
    CHECK(one == other);
}

TEST_CASE("json pretty text parses back to the same value", "[json_rpc]") {
    const auto value = *parse_json(R"({"b":[1,{"d":2,"c":[]}],"a":{}})");
    const auto text = to_pretty_text(value);
    CHECK(text.find("\n  \"b\": [\n    1,") != std::string::npos);
    CHECK(*parse_json(text) == value);
}

TEST_CASE("every failure kind survives the wire", "[json_rpc]") {
    for (const auto& facts : failure_kinds()) {
        const auto read = failure_from(to_json(Failure{facts.kind, "m"}));
        CHECK(read.kind == facts.kind);
    }
}

}  // namespace
}  // namespace earshot::control
