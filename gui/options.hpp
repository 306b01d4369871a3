#pragma once

#include <QString>
#include <QStringList>

#include "gui/session.hpp"

/// The command line of earshot-gui.
namespace earshot::gui {

struct Options {
    Session::Profile profile;
    QString argument;        ///< An `earshot:` link, or empty.
    bool is_hidden = false;  ///< Starts in the tray.
    QString settings_file;   ///< Of the window's own settings.
    /// To print instead of starting, with the exit code.
    QString text;
    int exit_code = -1;
};

/// `words` without the program's name. Pure but for the environment.
Options parse_options(const QStringList& words);

}  // namespace earshot::gui
