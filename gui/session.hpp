#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "gui/abilities.hpp"
#include "gui/appearance.hpp"
#include "gui/autostart.hpp"
#include "gui/chat.hpp"
#include "gui/connection.hpp"
#include "gui/contacts.hpp"
#include "gui/doctor_model.hpp"
#include "gui/message_details.hpp"
#include "gui/network.hpp"
#include "gui/notifications.hpp"
#include "gui/protection.hpp"
#include "gui/queue_model.hpp"
#include "gui/roster_model.hpp"
#include "gui/search_model.hpp"
#include "gui/self.hpp"
#include "gui/settings.hpp"
#include "gui/switcher_model.hpp"
#include "gui/times.hpp"
#include "gui/verification.hpp"

class QJSEngine;
class QQmlEngine;

/// Everything that QML works with, of one profile: makes the parts, in an order in which each
/// outlives whom it serves, and gathers what went wrong into one place. One for each engine, made
/// before it.
namespace earshot::gui {

class Session : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString profile READ profile CONSTANT)
    Q_PROPERTY(int profileHue READ profile_hue CONSTANT)
    Q_PROPERTY(earshot::gui::Connection* connection READ connection CONSTANT)
    Q_PROPERTY(earshot::gui::Abilities* abilities READ abilities CONSTANT)
    Q_PROPERTY(earshot::gui::Self* self READ self CONSTANT)
    Q_PROPERTY(earshot::gui::Protection* protection READ protection CONSTANT)
    Q_PROPERTY(earshot::gui::RosterModel* roster READ roster CONSTANT)
    Q_PROPERTY(earshot::gui::Chat* chat READ chat CONSTANT)
    Q_PROPERTY(earshot::gui::Contacts* contacts READ contacts CONSTANT)
    Q_PROPERTY(earshot::gui::Network* network READ network CONSTANT)
    Q_PROPERTY(earshot::gui::DoctorModel* doctor READ doctor CONSTANT)
    Q_PROPERTY(earshot::gui::Autostart* autostart READ autostart CONSTANT)
    Q_PROPERTY(earshot::gui::Settings* settings READ settings CONSTANT)
    Q_PROPERTY(earshot::gui::SearchModel* search READ search CONSTANT)
    Q_PROPERTY(earshot::gui::SearchModel* searchHere READ search_here CONSTANT)
    Q_PROPERTY(earshot::gui::SwitcherModel* switcher READ switcher CONSTANT)
    Q_PROPERTY(earshot::gui::SwitcherModel* peopleFound READ people_found CONSTANT)
    Q_PROPERTY(earshot::gui::Verification* verification READ verification CONSTANT)
    Q_PROPERTY(earshot::gui::MessageDetails* messageDetails READ message_details CONSTANT)
    Q_PROPERTY(earshot::gui::QueueModel* queue READ queue CONSTANT)
    Q_PROPERTY(earshot::gui::Times* times READ times CONSTANT)

public:
    struct Profile {
        control::ProfilePlaces places;
        DaemonStarter::Profile starter;
        QString name;  ///< Empty: the usual one.
        /// The desktop's entry that starts the window of this profile.
        QString autostart_file;
    };

    /// `appearance` outlives it.
    Session(const Profile& profile, Appearance& appearance,
            Times::Now now = &QDateTime::currentDateTime, QObject* parent = nullptr);

    /// The instance that was given to the engine by `give_to`.
    static Session* create(QQmlEngine* engine, QJSEngine* scripts);
    void give_to(QQmlEngine& engine);

    QString profile() const { return profile_; }  ///< Empty: the usual one.
    int profile_hue() const;
    Connection* connection() { return &connection_; }
    Abilities* abilities() { return &abilities_; }
    Self* self() { return &self_; }
    Protection* protection() { return &protection_; }
    RosterModel* roster() { return &roster_; }
    Chat* chat() { return &chat_; }
    Contacts* contacts() { return &contacts_; }
    Network* network() { return &network_; }
    DoctorModel* doctor() { return &doctor_; }
    Autostart* autostart() { return &autostart_; }
    Settings* settings() { return &settings_; }
    SearchModel* search() { return &search_; }
    SearchModel* search_here() { return &search_here_; }
    SwitcherModel* switcher() { return &switcher_; }
    SwitcherModel* people_found() { return &people_found_; }
    Verification* verification() { return &verification_; }
    MessageDetails* message_details() { return &message_details_; }
    QueueModel* queue() { return &queue_; }
    Times* times() { return &times_; }

    Q_INVOKABLE void copy(const QString& text);
    /// Where a link really leads, for people: its host also as the network knows it, where letters
    /// may deceive.
    Q_INVOKABLE static QString targetWords(const QString& target);
    /// Links to the web and mail open at once; for others ask first.
    Q_INVOKABLE static bool opensAtOnce(const QString& target);
    /// Of somebody to add.
    Q_INVOKABLE static bool isCard(const QString& target);
    /// With the program that the desktop has for it; a card of Earshot's is added.
    Q_INVOKABLE void openLink(const QString& target);

    /// Ends the program, and before that, on wish, the daemon: nothing arrives any more.
    Q_INVOKABLE void quit(bool goes_offline);

    /// What another start of the program, or the desktop, asks for: an `earshot:` link, which is
    /// asked about first, or nothing but to be seen.
    /// `activation` is the desktop's token that lets the window come to the front; may be empty.
    void take_argument(const QString& argument, const QString& activation = {});
    void retranslate();

signals:
    /// Something to say for a moment.
    void notice(const QString& words);
    /// Show the window. `activation`: the desktop's token for it, or nothing.
    void raise(const QString& activation);
    /// Somebody wants to quit, and must say how much.
    void quitAsked();
    /// The program is to end.
    void finished();
    /// The desktop asks us to open a link; somebody here must agree.
    void linkHandedOver(const QString& target);

private:
    QString profile_;
    Times times_;
    Connection connection_;
    Abilities abilities_;
    Self self_;
    Protection protection_;
    RosterModel roster_;
    Chat chat_;
    Contacts contacts_;
    Network network_;
    DoctorModel doctor_;
    Settings settings_;
    Autostart autostart_;
    SearchModel search_;
    SearchModel search_here_;
    SwitcherModel switcher_;
    SwitcherModel people_found_;  ///< By the search above the list; no commands.
    Verification verification_;
    MessageDetails message_details_;
    QueueModel queue_;
    Notifications notifications_;
    QString waiting_argument_;  ///< Until there is a connection.
};

}  // namespace earshot::gui
