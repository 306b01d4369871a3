#include <utility>

#include "core/control/json_rpc.hpp"
#include "core/control/schema.hpp"

namespace earshot::control {
namespace {

/// JSON Schema (draft 7) of a field's type.
Object schema_of(const Field& field, std::string_view type) {
    Object schema;
    if (type.starts_with('[')) {
        schema["type"] = "array";
        schema["items"] = schema_of(field, type.substr(1, type.size() - 2));
    } else if (type == "text") {
        schema["type"] = "string";
    } else if (type == "flag") {
        schema["type"] = "boolean";
    } else if (type == "integer") {
        schema["type"] = "integer";
        schema["minimum"] = field.least;
        if (field.most != INT64_MAX) schema["maximum"] = field.most;
    } else if (type != "any") {
        schema["$ref"] = "#/components/schemas/" + std::string{type};
    }
    return schema;
}

Object object_schema(std::span<const Field> fields) {
    Object properties;
    Array required;
    for (const auto& field : fields) {
        auto schema = schema_of(field, field.type);
        if (!field.summary.empty()) schema["description"] = field.summary;
        properties[field.name] = std::move(schema);
        if (field.required) required.emplace_back(field.name);
    }
    Object schema;
    schema["type"] = "object";
    schema["properties"] = std::move(properties);
    schema["required"] = std::move(required);
    return schema;
}

Array descriptors_of(std::span<const Field> fields) {
    Array descriptors;
    for (const auto& field : fields) {
        Object descriptor;
        descriptor["name"] = field.name;
        descriptor["summary"] = field.summary;
        descriptor["required"] = field.required;
        descriptor["schema"] = schema_of(field, field.type);
        descriptors.push_back(std::move(descriptor));
    }
    return descriptors;
}

Object example_of(const Method& method) {
    Array params;
    const auto given = parse_json(method.example_params);
    for (const auto& member : given->get_object()) {
        Object param;
        param["name"] = member.key();
        param["value"] = member.value();
        params.push_back(std::move(param));
    }
    Object result;
    result["name"] = method.result;
    result["value"] = *parse_json(method.example_result);
    Object example;
    example["name"] = method.name;
    example["params"] = std::move(params);
    example["result"] = std::move(result);
    return example;
}

Object describe(const Method& method) {
    Object result;
    result["name"] = method.result;
    result["schema"] = schema_of(Field{}, method.result);
    Array errors;
    for (const auto kind : method.failures) {
        Object data;
        data["kind"] = facts_of(kind).name;
        data["retryable"] = facts_of(kind).retryable;
        Object error;
        error["code"] = facts_of(kind).code;
        error["message"] = facts_of(kind).summary;
        error["data"] = std::move(data);
        errors.push_back(std::move(error));
    }
    Object description;
    description["name"] = method.name;
    description["summary"] = method.summary;
    description["paramStructure"] = "by-name";
    description["params"] = descriptors_of(method.params);
    description["result"] = std::move(result);
    description["errors"] = std::move(errors);
    Array examples;
    examples.push_back(example_of(method));
    description["examples"] = std::move(examples);
    return description;
}

}  // namespace

Json openrpc_document(std::string_view server_version) {
    Object info;
    info["title"] = "Earshot control API";
    info["version"] = api_version;
    info["x-server-version"] = server_version;
    Array described;
    for (const auto& method : methods()) described.push_back(describe(method));
    Object schemas;
    for (const auto& type : object_types()) {
        auto schema = object_schema(type.fields);
        schema["description"] = type.summary;
        schemas[type.name] = std::move(schema);
    }
    Array events;
    for (const auto& type : event_types()) {
        Object event;
        event["name"] = type.name;
        event["summary"] = type.summary;
        event["durable"] = type.durable;
        event["schema"] = object_schema(type.fields);
        events.push_back(std::move(event));
    }
    Object components;
    components["schemas"] = std::move(schemas);
    Object document;
    document["openrpc"] = "1.2.6";
    document["info"] = std::move(info);
    document["methods"] = std::move(described);
    document["components"] = std::move(components);
    document["x-events"] = std::move(events);
    return document;
}

}  // namespace earshot::control
