#include "gui/queue_model.hpp"

#include <algorithm>
#include <utility>

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

WaitingMessage waiting_from(const control::Object& object) {
    return {.id = client::text_in(object, "id"),
            .name = client::text_in(object, "to_name"),
            .text = client::text_in(object, "text"),
            .since = client::integer_in(object, "queued"),
            .position = client::integer_in(object, "position"),
            .is_put_off = client::flag_in(object, "put_off")};
}

}  // namespace

QueueModel::QueueModel(Connection& connection, const Times& times, QObject* parent)
    : RowListModel(parent), connection_(connection), times_(times) {
    rows_.add_observer(*this);
    connect(&connection, &Connection::ready, this, [this] {
        is_loading_ = false;  // Whatever was asked before is lost.
        load();
    });
    connect(&connection, &Connection::event, this,
            [this](std::string_view name, const control::Object& fields) {
                if (name != "outbox.changed") return;
                set_waiting(static_cast<int>(client::integer_in(fields, "queue")));
                if (is_shown_) load();
            });
}

QueueModel::~QueueModel() { rows_.remove_observer(*this); }

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QHash<int, QByteArray> QueueModel::roleNames() const {
    return {{id_role, "messageId"},
            {name_role, "name"},
            {text_role, "body"},
            {since_role, "since"},
            {spoken_role, "spoken"}};
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& message = rows_[static_cast<std::size_t>(index.row())];
    const auto text = qt(message.text).simplified();
    switch (role) {
        case id_role: return qt(message.id);
        case Qt::DisplayRole:
        case name_role: return qt(message.name);
        case text_role: return text;
        case since_role: return since_words(message);
        case spoken_role:
            return tr("To %1: %2, %3").arg(qt(message.name), text, since_words(message));
        default: return {};
    }
}

QString QueueModel::since_words(const WaitingMessage& message) const {
    const auto since = tr("since %1").arg(times_.brief(message.since));
    return message.is_put_off ? tr("%1, until they accept you").arg(since) : since;
}

int QueueModel::beyond() const { return std::max(0, waiting_ - rowCount()); }

void QueueModel::setShown(bool shown) {
    if (shown == is_shown_) return;
    is_shown_ = shown;
    emit shownChanged();
    if (is_shown_) load();
}

void QueueModel::load() {
    is_stale_ = is_loading_;
    if (is_loading_) return;
    is_loading_ = true;
    coming_.clear();
    counted_ = 0;
    ask(0);
}

void QueueModel::ask(std::int64_t after) {
    control::Object params;
    if (after > 0) params["after"] = after;
    connection_.call("outbox.list", params, [this](const client::Answer& answer) {
        if (const auto* page = client::result_of(answer)) return take(*page);
        is_loading_ = false;
        // A daemon that does not know the method has no queue to show.
    });
}

void QueueModel::take(const control::Object& page) {
    std::int64_t last = 0;
    for (const auto* object : client::objects_in(page, "outgoing")) {
        auto message = waiting_from(*object);
        last = message.position;
        ++counted_;
        if (coming_.size() < rows_max) coming_.push_back(std::move(message));
    }
    if (client::flag_in(page, "more") && last > 0) return ask(last);
    is_loading_ = false;
    rows_.assign(std::exchange(coming_, {}));
    set_waiting(counted_);
    if (is_stale_) load();
}

void QueueModel::set_waiting(int waiting) {
    waiting_ = waiting;
    emit waitingChanged();
}

void QueueModel::retry(const QString& message) {
    control::Object params;
    if (!message.isEmpty()) params["id"] = utf8(message);
    connection_.call("outbox.retry", params, [this](const client::Answer& answer) {
        const auto* result = client::result_of(answer);
        if (!result) return emit failed(failure_words(answer));
        const auto count = static_cast<int>(client::integer_in(*result, "retried"));
        emit tried(count > 0 ? tr("Trying %n message(s) now", nullptr, count)
                             : tr("Nothing waits any more."));
    });
}

void QueueModel::takeBack(const QString& message) {
    connection_.call("outbox.cancel", {{"id", utf8(message)}},
                     [this](const client::Answer& answer) {
                         if (!client::result_of(answer)) emit failed(failure_words(answer));
                         load();
                     });
}

}  // namespace earshot::gui
