#include "gui/outgoing.hpp"

#include <QDateTime>
#include <QUuid>

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

constexpr std::size_t messages_max = 100;

}  // namespace

Outgoing::Outgoing(Connection& connection, std::vector<UnsentMessage> waiting, QObject* parent)
    : QObject(parent),
      connection_(connection),
      messages_(std::make_move_iterator(waiting.begin()), std::make_move_iterator(waiting.end())),
      ref_prefix_(utf8(QUuid::createUuid().toString(QUuid::WithoutBraces))) {
    connect(&connection, &Connection::ready, this, &Outgoing::on_ready);
}

bool Outgoing::send(const std::string& conversation, const std::string& body) {
    if (messages_.size() >= messages_max) return false;
    messages_.push_back({.conversation = conversation,
                         .body = body,
                         .ref = ref_prefix_ + std::to_string(++refs_),
                         .written_ms = QDateTime::currentMSecsSinceEpoch()});
    if (messages_.size() == 1) post_first();
    return true;
}

void Outgoing::on_ready() {
    if (!messages_.empty()) post_first();
}

void Outgoing::post_first() {
    if (!connection_.is_ready()) return;
    const auto& first = messages_.front();
    connection_.call(
        "message.send",
        {{"conversation", first.conversation}, {"body", first.body}, {"ref", first.ref}},
        [this](const client::Answer& answer) { on_answer(answer); });
}

void Outgoing::on_answer(const client::Answer& answer) {
    if (std::holds_alternative<client::Lost>(answer)) return;
    const auto message = messages_.front();
    messages_.pop_front();
    if (!client::result_of(answer)) emit refused(message, failure_words(answer));
    emit answered();
    if (!messages_.empty()) post_first();
}

}  // namespace earshot::gui
