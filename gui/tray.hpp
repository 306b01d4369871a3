#pragma once

#include <QAction>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <memory>

#include "gui/roster_model.hpp"
#include "gui/self.hpp"

/// The icon in the desktop's tray: whether something is unread, and a menu. Only where the desktop
/// shows StatusNotifierItems (org.kde.StatusNotifierWatcher on the session bus, with a host);
/// elsewhere nothing is made and nothing changes. Follows trays that come and go.
namespace earshot::gui {

class Tray : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    Tray(RosterModel& roster, Self& self, QObject* parent = nullptr);
    ~Tray() override;

    /// Whether people see the icon.
    bool is_there() const { return is_there_; }
    void retranslate();

    /// The program's icon, with a mark where something is unread.
    static QIcon icon(bool has_unread);

signals:
    /// It came, or went.
    void changed();
    void openWanted();
    void quitWanted();

private slots:
    // As D-Bus signals them.
    void ask();

private:
    void become(bool is_there);
    void make();
    void show_state();

    /// What is made when a tray is there first: widgets are not free.
    struct Parts {
        QMenu menu;
        QAction* open = nullptr;  ///< All of the menu.
        QAction* busy = nullptr;
        QAction* quit = nullptr;
        QSystemTrayIcon icon;
    };

    RosterModel& roster_;
    Self& self_;
    std::unique_ptr<Parts> parts_;
    bool is_there_ = false;
    bool had_unread_ = false;
};

}  // namespace earshot::gui
