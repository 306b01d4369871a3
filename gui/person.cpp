#include "gui/person.hpp"

#include "gui/faces.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {

Person::Person(const client::Person& person)
    : id(qt(person.id)),
      short_id(gui::short_id(person.id)),
      name(qt(person.name)),
      own_name(qt(person.own_name)),
      alias(qt(person.alias)),
      initials(initials_of(name)),
      hue(hue_of(person.id)),
      presence(word_of(person.presence)),
      status_text(qt(person.status_text)),
      standing(word_of(person.standing)),
      through(qt(person.through.value_or(""))),
      namesake(person.namesake ? gui::short_id(person.namesake->id) : QString{}),
      devices(static_cast<int>(person.devices.size())),
      last_seen(static_cast<double>(person.last_seen)),
      verified(person.verified),
      nearby(person.nearby),
      answers(person.answers),
      put_off(person.put_off),
      watched(person.watched) {
    for (const auto& address : person.addresses) addresses.append(qt(address));
}

QString word_of(client::Presence presence) {
    switch (presence) {
        case client::Presence::online: return QStringLiteral("online");
        case client::Presence::away: return QStringLiteral("away");
        case client::Presence::busy: return QStringLiteral("busy");
        case client::Presence::offline:
        case client::Presence::unknown: break;
    }
    return QStringLiteral("offline");
}

QString word_of(client::Standing standing) {
    switch (standing) {
        case client::Standing::accepted: return QStringLiteral("accepted");
        case client::Standing::blocked: return QStringLiteral("blocked");
        case client::Standing::declined: return QStringLiteral("declined");
        case client::Standing::stranger: break;
    }
    return QStringLiteral("stranger");
}

QString word_of(client::MessageState state) {
    switch (state) {
        case client::MessageState::queued: return QStringLiteral("queued");
        case client::MessageState::carried: return QStringLiteral("carried");
        case client::MessageState::delivered: return QStringLiteral("delivered");
        case client::MessageState::read: return QStringLiteral("read");
        case client::MessageState::failed: return QStringLiteral("failed");
        case client::MessageState::canceled: return QStringLiteral("canceled");
        case client::MessageState::received: return QStringLiteral("received");
        case client::MessageState::unknown: break;
    }
    return QStringLiteral("unknown");
}

QString host_of(const QString& address) {
    auto host = address.left(address.lastIndexOf(QLatin1Char(':')));
    if (host.startsWith(QLatin1Char('['))) host = host.mid(1, host.size() - 2);
    return host;
}

}  // namespace earshot::gui
