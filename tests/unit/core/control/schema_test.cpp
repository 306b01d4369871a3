#include "core/control/schema.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "core/control/json_rpc.hpp"
#include "tests/support/catch.hpp"

namespace earshot::control {
namespace {

bool is_known_type(std::string_view type) {
    if (type.starts_with('[')) return is_known_type(type.substr(1, type.size() - 2));
    return type == "any" || type == "text" || type == "integer" || type == "flag" ||
           find_object_type(type) != nullptr;
}

Object object_of(std::string_view text) {
    const auto value = parse_json(text);
    REQUIRE(value);
    REQUIRE(value->is_object());
    return value->get_object();
}

TEST_CASE("schema names every method, object and event once", "[schema]") {
    std::set<std::string_view> names;
    for (const auto& method : methods()) CHECK(names.insert(method.name).second);
    for (const auto& type : object_types()) CHECK(names.insert(type.name).second);
    for (const auto& type : event_types()) CHECK(names.insert(type.name).second);
}

TEST_CASE("schema uses only types that it defines", "[schema]") {
    for (const auto& type : object_types())
        for (const auto& field : type.fields) CHECK(is_known_type(field.type));
    for (const auto& type : event_types())
        for (const auto& field : type.fields) CHECK(is_known_type(field.type));
    for (const auto& method : methods()) {
        INFO(method.name);
        CHECK(find_object_type(method.result));
        for (const auto& field : method.params) CHECK(is_known_type(field.type));
    }
}

TEST_CASE("every method has an example call that fits its parameters and result", "[schema]") {
    for (const auto& method : methods()) {
        INFO(method.name);
        const auto failure = check_params(method, object_of(method.example_params));
        CHECK_FALSE(failure);
        const auto* result = find_object_type(method.result);
        REQUIRE(result);
        CHECK(find_mismatch(object_of(method.example_result), result->fields).value_or("") == "");
    }
}

TEST_CASE("every method has an example of a failing call", "[schema]") {
    for (const auto& method : methods()) {
        INFO(method.name);
        std::string line = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string{method.name} +
                           R"(","params":)" + std::string{method.failing_params} + "}";
        const auto message = parse_message(line);
        if (const auto* refusal = std::get_if<Refusal>(&message)) {
            CHECK(refusal->failure.kind == method.failing_kind);
            continue;
        }
        const auto failure = check_params(method, std::get<Request>(message).params);
        const bool is_listed = std::ranges::count(method.failures, method.failing_kind) > 0;
        CHECK((is_listed || (failure && failure->kind == method.failing_kind)));
    }
}

TEST_CASE("every event has an example that fits", "[schema]") {
    for (const auto& type : event_types()) {
        INFO(type.name);
        CHECK(find_mismatch(object_of(type.example), type.fields).value_or("") == "");
    }
}

TEST_CASE("schema names the first wrong parameter", "[schema]") {
    const auto* list = find_method("message.list");
    REQUIRE(list);
    const auto wrong = [&](std::string_view params) -> std::string {
        const auto failure = check_params(*list, object_of(params));
        return failure ? std::string{*find_text(failure->fields, "param")} : "";
    };
    CHECK(wrong(R"({"who":"Bob","limit":500})") == "");
    CHECK(wrong(R"({"who":"Bob","limit":0})") == "limit");
    CHECK(wrong(R"({"who":"Bob","limit":501})") == "limit");
    CHECK(wrong(R"({"who":"Bob","limit":"5"})") == "limit");
    CHECK(wrong(R"({"who":7})") == "who");
    CHECK(wrong(R"({"who":null})") == "");
    CHECK(wrong(R"({"who":"Bob","color":"red"})") == "");
    CHECK(check_params(*find_method("session.subscribe"), object_of(R"({"kinds":["a",1]})"))
              ->fields.at("param") == "kinds[1]");
    CHECK(check_params(*find_method("people.get"), {})->fields.at("param") == "who");
}

/// A value of any type, from `random`.
Json any_value(std::minstd_rand& random, int depth = 0) {
    switch (random() % (depth < 3 ? 8 : 6)) {
        case 0: return nullptr;
        case 1: return random() % 2 == 0;
        case 2: return static_cast<std::int64_t>(random()) - 1'000'000'000;
        case 3: return UINT64_MAX - random();
        case 4: return 1.5e300;
        case 5: return std::string(random() % 40, static_cast<char>('a' + random() % 26)).c_str();
        case 6: {
            Array array;
            for (auto n = random() % 4; n > 0; --n) array.push_back(any_value(random, depth + 1));
            return array;
        }
        default: {
            Object object;
            for (auto n = random() % 4; n > 0; --n)
                object[std::to_string(n)] = any_value(random, depth + 1);
            return object;
        }
    }
}

TEST_CASE("parameters of any shape are accepted or refused by name", "[schema]") {
    const auto seed = GENERATE(range(1u, 20u));
    INFO("seed " << seed);
    std::minstd_rand random{seed};
    for (const auto& method : methods()) {
        for (int round = 0; round < 50; ++round) {
            auto params = object_of(method.example_params);
            for (const auto& field : method.params)
                if (random() % 2 == 0) params[field.name] = any_value(random);
            const auto failure = check_params(method, params);
            if (!failure) continue;
            const auto param = find_text(failure->fields, "param");
            REQUIRE(param);
            const auto name = param->substr(0, param->find_first_of("[."));
            const bool is_param = std::ranges::any_of(
                method.params, [&](const Field& field) { return field.name == name; });
            CHECK(is_param);
        }
    }
}

TEST_CASE("discovery document describes every method and event", "[schema]") {
    const auto document = openrpc_document("1.2.3");
    const auto& object = document.get_object();
    CHECK(find_text(object, "openrpc") == "1.2.6");
    const auto* described = find_array(object, "methods");
    REQUIRE(described);
    REQUIRE(described->size() == methods().size());
    for (std::size_t i = 0; i < described->size(); ++i) {
        const auto& description = described->at(i).get_object();
        CHECK(find_text(description, "name") == methods()[i].name);
        CHECK(find_array(description, "params")->size() == methods()[i].params.size());
        CHECK(find_object(description, "result"));
    }
    CHECK(find_array(object, "x-events")->size() == event_types().size());
    CHECK(parse_json(to_text(document)));
}

}  // namespace
}  // namespace earshot::control
