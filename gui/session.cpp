#include "gui/session.hpp"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QUrl>

#include "client/links_in_text.hpp"
#include "gui/faces.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr const char* property_name = "earshot.session";
const auto unsent_name = QStringLiteral("/window-unsent.json");
const auto card_scheme = QStringLiteral("earshot:");

QStringList start_command(const Session::Profile& profile) {
    return QStringList{QCoreApplication::applicationFilePath()} + profile.starter.options +
           QStringList{QStringLiteral("--hidden")};
}

}  // namespace

Session::Session(const Profile& profile, Appearance& appearance, Times::Now now, QObject* parent)
    : QObject(parent),
      profile_(profile.name),
      times_(std::move(now)),
      connection_(profile.places, profile.starter),
      abilities_(connection_),
      self_(connection_),
      protection_(connection_),
      roster_(connection_.mirror(), times_),
      chat_(connection_, roster_, times_, UnsentFile(qt(profile.places.folder) + unsent_name)),
      contacts_(connection_),
      network_(connection_),
      doctor_(connection_, times_),
      settings_(connection_, appearance),
      autostart_(profile.autostart_file, start_command(profile)),
      search_(connection_, abilities_, times_),
      search_here_(connection_, abilities_, times_),
      switcher_(roster_, connection_.mirror()),
      people_found_(roster_, connection_.mirror()),
      verification_(connection_),
      message_details_(connection_, times_),
      queue_(connection_, times_),
      notifications_(connection_) {
    connect(&self_, &Self::failed, this, &Session::notice);
    connect(&chat_, &Chat::failed, this, &Session::notice);
    connect(&contacts_, &Contacts::failed, this, &Session::notice);
    connect(&network_, &Network::failed, this, &Session::notice);
    connect(&doctor_, &DoctorModel::failed, this, &Session::notice);
    connect(&settings_, &Settings::failed, this, &Session::notice);
    connect(&autostart_, &Autostart::failed, this, &Session::notice);
    connect(&verification_, &Verification::failed, this, &Session::notice);
    connect(&queue_, &QueueModel::failed, this, &Session::notice);
    connect(&queue_, &QueueModel::tried, this, &Session::notice);
    connect(&contacts_, &Contacts::dismissed, this, [this](const QString& person) {
        if (chat_.person().id == person) chat_.close();
    });
    connect(&notifications_, &Notifications::opened, this,
            [this](const QString& conversation, const QString& activation) {
                if (!conversation.isEmpty()) chat_.openConversation(conversation);
                emit raise(activation);
            });
    connect(&connection_, &Connection::stateChanged, this, [this] {
        // Without the passphrase nothing arrives, and a window that is hidden could not say so.
        if (connection_.state() == Connection::State::locked) emit raise({});
    });
    connect(&connection_, &Connection::ready, this, [this] {
        if (!waiting_argument_.isEmpty()) take_argument(std::exchange(waiting_argument_, {}));
    });
}

int Session::profile_hue() const { return hue_of(utf8(profile_)); }

Session* Session::create(QQmlEngine* engine, QJSEngine* /*scripts*/) {
    auto* session = engine->property(property_name).value<Session*>();
    QJSEngine::setObjectOwnership(session, QJSEngine::CppOwnership);
    return session;
}

void Session::give_to(QQmlEngine& engine) {
    engine.setProperty(property_name, QVariant::fromValue(this));
}

void Session::copy(const QString& text) { QGuiApplication::clipboard()->setText(text); }

QString Session::targetWords(const QString& target) {
    const QUrl url(target);
    const auto host = url.host();
    const auto wire_host = url.host(QUrl::FullyEncoded);
    const auto shown = QString(target).left(300);
    return host == wire_host ? shown : QStringLiteral("%1 (%2)").arg(shown, wire_host);
}

bool Session::opensAtOnce(const QString& target) {
    const auto scheme = QUrl(target).scheme();
    return scheme == QLatin1String("http") || scheme == QLatin1String("https") ||
           scheme == QLatin1String("mailto");
}

bool Session::isCard(const QString& target) {
    return target.startsWith(card_scheme, Qt::CaseInsensitive);
}

void Session::openLink(const QString& target) {
    if (!client::may_open(utf8(target))) return;
    if (isCard(target)) return contacts_.add(target);
    if (!QDesktopServices::openUrl(QUrl(target)))
        emit notice(tr("There is no program here that opens %1.").arg(target));
}

void Session::quit(bool goes_offline) {
    if (!goes_offline || !connection_.is_ready()) return emit finished();
    connection_.call("daemon.stop", {}, [this](const client::Answer&) { emit finished(); });
}

void Session::take_argument(const QString& argument, const QString& activation) {
    emit raise(activation);
    if (argument.isEmpty()) return;
    if (!connection_.is_ready()) {
        waiting_argument_ = argument;
        return;
    }
    // Whoever made the link may have written it to a web page: it does nothing by itself.
    if (isCard(argument)) emit linkHandedOver(argument);
}

void Session::retranslate() {
    roster_.retranslate();
    chat_.retranslate();
    doctor_.retranslate();
}

}  // namespace earshot::gui
