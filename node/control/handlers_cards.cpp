#include <string>

#include "core/base/limits.hpp"
#include "core/identity/card_link.hpp"
#include "node/control/calls.hpp"
#include "node/control/views.hpp"

/// Cards that people hand to each other.
namespace earshot::control {
namespace {

Outcome own_card(const Call& call) {
    Object result;
    result["person"] = own_person(call.engine);
    result["card"] = text_json(call.engine.card_link());
    return Json(std::move(result));
}

/// A host or an address alone means the port that everybody has who can.
std::string with_port(std::string_view address) {
    const auto port = ":" + std::to_string(limits::port_preferred);
    if (const auto numeric = Address::parse(address); numeric && !numeric->is_v4())
        return "[" + std::string{address} + "]" + port;
    const bool has_port = address.rfind(':') != std::string_view::npos && !address.ends_with(']');
    return std::string{address} + (has_port ? "" : port);
}

Outcome add_failure(const Error& error) {
    switch (error.kind) {
        case ErrorKind::malformed:
        case ErrorKind::too_large:
        case ErrorKind::unauthenticated: return wrong_param("card", error.what);
        default: return fail(error);
    }
}

Outcome add(const Call& call) {
    const auto card = find_text(call.params, "card");
    const auto address = find_text(call.params, "address");
    if (card.has_value() == address.has_value())
        return wrong_param("card", "one of `card` and `address` says what to add");
    if (address) return add_seed(call, with_port(*address));
    const auto opened = identity::open_card_link(*card);
    if (!opened) return add_failure(opened.error());
    const auto added = call.engine.add(*opened, call.now, call.effects);
    if (!added) return add_failure(added.error());
    Object result;
    result["person"] = person_json(call.engine, *call.engine.people().find(*added));
    return Json(std::move(result));
}

constexpr Handler table[] = {
    {"card.own", own_card},
    {"people.add", add},
};

}  // namespace

std::span<const Handler> card_handlers() noexcept { return table; }

}  // namespace earshot::control
