#include "gui/contacts.hpp"

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {

Contacts::Contacts(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {}

void Contacts::act(std::string_view method, control::Object params, client::OnAnswer on_done) {
    connection_.call(method, params,
                     [this, on_done = std::move(on_done)](const client::Answer& answer) {
                         if (!client::result_of(answer)) return emit failed(failure_words(answer));
                         if (on_done) on_done(answer);
                     });
}

void Contacts::accept(const QString& person) { act("requests.accept", {{"who", utf8(person)}}); }

void Contacts::decline(const QString& person) {
    act("requests.decline", {{"who", utf8(person)}},
        [this, person](const client::Answer&) { emit dismissed(person); });
}

void Contacts::block(const QString& person) { act("people.block", {{"who", utf8(person)}}); }

void Contacts::unblock(const QString& person) { act("people.unblock", {{"who", utf8(person)}}); }

void Contacts::watch(const QString& person, bool on) {
    act("people.notifyWhenSeen", {{"who", utf8(person)}, {"on", on}});
}

void Contacts::setAlias(const QString& person, const QString& alias) {
    act("people.setAlias", {{"who", utf8(person)}, {"alias", utf8(alias)}});
}

void Contacts::forget(const QString& person, bool with_history) {
    act("people.forget", {{"who", utf8(person)}, {"history", with_history}},
        [this, person](const client::Answer&) { emit dismissed(person); });
}

void Contacts::add(const QString& text) {
    const auto words = utf8(text.trimmed());
    const bool is_card = text.trimmed().startsWith(QLatin1String("earshot:"), Qt::CaseInsensitive);
    act("people.add", {{is_card ? "card" : "address", words}},
        [this](const client::Answer& answer) {
            const auto* person = control::find_object(*client::result_of(answer), "person");
            emit added(person ? qt(client::text_in(*person, "id")) : QString{},
                       person ? qt(client::text_in(*person, "name")) : QString{});
        });
}

}  // namespace earshot::gui
