#include <algorithm>
#include <string>

#include "core/base/bytes.hpp"
#include "crypto/compare.hpp"
#include "crypto/fingerprint.hpp"
#include "node/control/others.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

/// What a code is of, so that no other kind of code is taken for one.
constexpr std::string_view qr_scheme = "ESQ1:";

crypto::SignPublicKey own_key(const Call& call) {
    return call.engine.identity().certificate().account;
}

/// `shower` shows their own key, and whom they believe to look at it.
std::string qr_text(const crypto::SignPublicKey& shower, const crypto::SignPublicKey& reader) {
    Bytes keys;
    append(keys, shower.bytes);
    append(keys, reader.bytes);
    auto text = std::string{qr_scheme} + to_base32(keys);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return text;
}

std::string without_spaces(std::string_view text) {
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept), [](char c) { return c != ' '; });
    return kept;
}

bool same(std::string_view left, std::string_view right) {
    return crypto::equal(bytes_of(left), bytes_of(right));
}

Outcome set_alias(const Call& call) {
    return change_other(call, [&](const PersonId& id) {
        return call.engine.set_alias(id, *find_text(call.params, "alias"), call.now, call.effects);
    });
}

template <bool blocks>
Outcome set_blocked(const Call& call) {
    return change_other(call, [&](const PersonId& id) {
        return call.engine.set_blocked(id, blocks, call.now, call.effects);
    });
}

Outcome set_watched(const Call& call) {
    return change_other(call, [&](const PersonId& id) {
        return call.engine.set_watched(id, *find_flag(call.params, "on"), call.now, call.effects);
    });
}

template <bool is_verified>
Outcome set_verified(const Call& call) {
    return change_other(call, [&](const PersonId& id) {
        return call.engine.set_verified(id, is_verified, call.now, call.effects);
    });
}

Outcome start_verification(const Call& call) {
    const auto other = find_other(call);
    if (const auto* failure = std::get_if<Failure>(&other)) return *failure;
    const auto& person = *std::get<const store::Person*>(other);
    const crypto::SignPublicKey theirs{person.account_key};
    Object result;
    result["person"] = person_json(call.engine, person);
    result["number"] = text_json(crypto::safety_number(own_key(call), theirs));
    result["qr"] = text_json(qr_text(own_key(call), theirs));
    return Json(std::move(result));
}

/// The number as it is read out, or the code that their screen shows.
Outcome confirm_verification(const Call& call) {
    const auto other = find_other(call);
    if (const auto* failure = std::get_if<Failure>(&other)) return *failure;
    const auto& person = *std::get<const store::Person*>(other);
    const crypto::SignPublicKey theirs{person.account_key};
    const auto number = find_text(call.params, "number");
    const auto qr = find_text(call.params, "qr");
    if (number.has_value() == qr.has_value())
        return wrong_param("number", "one of `number` and `qr` says what was compared");
    const bool is_same =
        number ? same(without_spaces(*number), crypto::safety_number(own_key(call), theirs))
               : same(*qr, qr_text(theirs, own_key(call)));
    if (!is_same) return fail(FailureKind::mismatch, "this is not what belongs to the two of you");
    return set_verified<true>(call);
}

constexpr Handler table[] = {
    {"people.setAlias", set_alias},           {"people.block", set_blocked<true>},
    {"people.unblock", set_blocked<false>},   {"people.notifyWhenSeen", set_watched},
    {"verify.start", start_verification},     {"verify.confirm", confirm_verification},
    {"verify.withdraw", set_verified<false>},
};

}  // namespace

std::span<const Handler> trust_handlers() noexcept { return table; }

}  // namespace earshot::control
