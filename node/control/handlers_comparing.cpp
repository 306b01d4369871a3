#include <algorithm>
#include <string>

#include "node/control/others.hpp"

/// Comparing live: both people begin, both see six digits, each says whether they are the same.
namespace earshot::control {
namespace {

/// Has `change` done about somebody else, and shows how comparing stands then.
template <class Change>
Outcome compare(const Call& call, Change change) {
    const auto other = find_other(call);
    if (const auto* failure = std::get_if<Failure>(&other)) return *failure;
    const auto id = std::get<const store::Person*>(other)->id;
    const Result<void> done = change(id);
    if (!done && done.error().kind == ErrorKind::unauthenticated)
        return fail(FailureKind::mismatch, done.error().what);
    if (!done) return fail(done.error());
    return Json(comparison_json(call.engine, id));
}

Outcome show(const Call& call) {
    return compare(call, [](const PersonId&) { return Result<void>{}; });
}

Outcome start(const Call& call) {
    return compare(call, [&](const PersonId& id) {
        return call.engine.start_comparing(id, call.now, call.effects);
    });
}

Outcome confirm(const Call& call) {
    std::string code{*find_text(call.params, "code")};
    std::erase(code, ' ');
    return compare(call, [&](const PersonId& id) {
        return call.engine.confirm_compared(id, code, call.now, call.effects);
    });
}

Outcome cancel(const Call& call) {
    const bool differs = find_flag(call.params, "different").value_or(false);
    const auto verdict = differs ? sas::Verdict::different : sas::Verdict::canceled;
    return compare(call, [&](const PersonId& id) {
        return call.engine.stop_comparing(id, verdict, call.now, call.effects);
    });
}

constexpr Handler table[] = {
    {"verify.sas.start", start},
    {"verify.sas.get", show},
    {"verify.sas.confirm", confirm},
    {"verify.sas.cancel", cancel},
};

}  // namespace

std::span<const Handler> comparing_handlers() noexcept { return table; }

}  // namespace earshot::control
