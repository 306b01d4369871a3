#pragma once

#include <QObject>
#include <deque>

#include "gui/connection.hpp"
#include "gui/unsent_file.hpp"

/// Messages on their way from the composer to the daemon: one at a time, in the order in which they
/// were written, and again with the same `ref` after a loss, because nobody knows whether the
/// daemon had it.
namespace earshot::gui {

class Outgoing : public QObject {
    Q_OBJECT

public:
    /// Outlives it. `waiting` are of an earlier run.
    Outgoing(Connection& connection, std::vector<UnsentMessage> waiting, QObject* parent = nullptr);

    /// False when too many wait already.
    bool send(const std::string& conversation, const std::string& body);
    /// Those that the daemon has not answered yet.
    std::vector<UnsentMessage> messages() const { return {messages_.begin(), messages_.end()}; }

signals:
    /// One of them has an answer.
    void answered();
    /// The daemon does not take it, for the reason in `words`.
    void refused(const earshot::gui::UnsentMessage& message, const QString& words);

private:
    void on_ready();
    void post_first();
    void on_answer(const client::Answer& answer);

    Connection& connection_;
    std::deque<UnsentMessage> messages_;  ///< The first one is on its way.
    std::string ref_prefix_;              ///< Of this run of the program.
    std::uint64_t refs_ = 0;
};

}  // namespace earshot::gui
