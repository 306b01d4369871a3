#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/qr.hpp"
#include "cli/session.hpp"
#include "cli/trust_text.hpp"

namespace earshot::cli {
namespace {

bool is_card(std::string_view text) {
    constexpr std::string_view scheme = "EARSHOT:";
    return in_capitals(std::string{text.substr(0, scheme.size())}) == scheme;
}

}  // namespace

ExitCode card(Session& session, const Arguments& arguments) {
    const auto answer = session.call("card.own");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.card.v1", *answer);
        return ExitCode::done;
    }
    const auto text = text_in(*answer, "card");
    if (arguments.qr) out.print(qr_picture(in_capitals(text)));
    out.print(shown_in(*answer, "card") + '\n');
    if (!arguments.text_only)
        out.remark("who adds it knows your key and finds you: earshot add CARD");
    return ExitCode::done;
}

ExitCode add(Session& session, const Arguments& arguments) {
    const auto* const what = is_card(arguments.contact) ? "card" : "address";
    const auto answer = session.call("people.add", {{what, arguments.contact}});
    if (!answer) return session.exit_code();
    if (const auto& person = object_in(*answer, "person"); !person.empty())
        return report_person(session, person, "is a contact; to be sure of them: earshot verify");
    auto& out = session.out();
    if (out.is_json())
        out.print_object("earshot.seeds.v1", *answer);
    else
        out.remark("it is tried from now on; see: earshot net status");
    return ExitCode::done;
}

}  // namespace earshot::cli
