#include "node/control/calls.hpp"

#include <algorithm>
#include <string>

#include "core/base/limits.hpp"
#include "crypto/hash.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

/// Equal for equal calls, whatever the order of their parameters and their ref.
crypto::Digest hash_of(std::string_view method, const Object& params) {
    Object content = params;
    content.erase("ref");
    std::string text;
    append_canonical(text, content);
    return crypto::labelled_hash("earshot1 control call", {bytes_of(method), bytes_of(text)});
}

bool takes_ref(std::string_view method) noexcept {
    const auto* described = find_method(method);
    return described &&
           std::ranges::any_of(described->params, [](const Field& f) { return f.name == "ref"; });
}

Outcome run_once(const Handler& handler, const Call& call, std::string_view ref) {
    if (ref.empty() || ref.size() > limits::ref_bytes_max)
        return wrong_param("ref", "a ref is 1 to 128 bytes");
    auto& refs = call.engine.stores().refs;
    const auto hash = hash_of(handler.method, call.params);
    const auto known = refs.find_ref(ref);
    if (!known) return fail(known.error());
    const bool is_remembered = *known && (*known)->made + limits::ref_memory > call.now.wall;
    if (is_remembered) {
        if ((*known)->request_hash != hash)
            return fail(FailureKind::conflict_ref, "this ref was used for another call");
        auto result = parse_json(text_of((*known)->result));
        if (!result) return fail(FailureKind::internal, "a stored answer cannot be read");
        return *std::move(result);
    }
    auto outcome = handler.run(call);
    const auto* result = std::get_if<Json>(&outcome);
    if (!result) return outcome;
    const auto answer = to_text(*result);
    const auto kept = refs.put_ref(
        ref, {.request_hash = hash, .result = to_bytes(bytes_of(answer)), .made = call.now.wall});
    if (!kept) return fail(kept.error());
    return outcome;
}

}  // namespace

const Handler* find_handler(std::string_view method) noexcept {
    for (const auto handlers :
         {card_handlers(), comparing_handlers(), conversation_handlers(), message_handlers(),
          network_handlers(), notify_handlers(), people_handlers(), profile_handlers(),
          request_handlers(), search_handlers(), trust_handlers()})
        for (const auto& handler : handlers)
            if (handler.method == method) return &handler;
    return nullptr;
}

Outcome run_call(const Handler& handler, const Call& call) {
    if (const auto ref = find_text(call.params, "ref"); ref && takes_ref(handler.method))
        return run_once(handler, call, *ref);
    return handler.run(call);
}

Outcome fail(FailureKind kind, std::string_view message) {
    return Failure{kind, std::string{message}};
}

Outcome wrong_param(std::string_view param, std::string_view message) {
    Failure failure{FailureKind::invalid_params, std::string{message}};
    failure.fields["param"] = text_json(param);
    return failure;
}

Outcome fail(const Error& error) { return failure_of(error); }

}  // namespace earshot::control
