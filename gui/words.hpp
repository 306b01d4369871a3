#pragma once

#include <QCoreApplication>
#include <QString>

#include "client/link.hpp"
#include "gui/person.hpp"

/// What the daemon's codes mean, in the language of the window. The daemon sends codes and numbers;
/// faces make the sentences.
namespace earshot::gui {

/// "online", "do not disturb", "seems to be gone".
QString presence_words(const Person& person);

/// Why a call failed, and what to do; for the person who made it.
QString failure_words(const client::Answer& answer);

/// How far the newest message of ours has come, next to it.
QString delivery_words(const client::Message& message, const Person& person);
/// The same in a word, for the others and for screen readers.
QString state_word(client::MessageState state);

}  // namespace earshot::gui
