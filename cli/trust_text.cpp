#include "cli/trust_text.hpp"

#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {

std::string trust_text(const control::Object& person) {
    const auto state = text_in(person, "state");
    if (state == "blocked") return "blocked";
    if (flag_in(person, "verified")) return "verified";
    return state == "accepted" ? "not verified" : "not verified, no contact";
}

std::string namesake_text(const control::Object& person) {
    const auto& contact = object_in(person, "namesake");
    if (contact.empty()) return {};
    constexpr std::size_t short_id_bytes = 8;
    return "not your contact " + shown_in(contact, "name") + " (" +
           visible(text_in(contact, "id").substr(0, short_id_bytes)) +
           "): another key, another person";
}

ExitCode report_person(Session& session, const std::optional<control::Object>& person,
                       std::string_view what) {
    if (!person) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.person.v1", *person);
    } else if (!out.style().quiet) {
        out.print(shown_in(*person, "name") + ' ' + std::string{what} + '\n');
    }
    return ExitCode::done;
}

}  // namespace earshot::cli
