#include "gui/search_model.hpp"

#include <QDateTime>
#include <algorithm>
#include <chrono>
#include <iterator>

#include "client/read.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr std::chrono::milliseconds pause_after_key{120};

struct Period {
    QLatin1String name;
    int days;  ///< With this one.
    bool is_before;
};
constexpr Period periods[] = {
    {QLatin1String("today"), 1, false},        {QLatin1String("week"), 7, false},
    {QLatin1String("month"), 30, false},       {QLatin1String("year"), 365, false},
    {QLatin1String("before-month"), 30, true}, {QLatin1String("before-year"), 365, true}};

QString escaped(std::string_view text) {
    return qt(text).simplified().isEmpty() && !text.empty()
               ? QStringLiteral(" ")
               : qt(text).replace(QLatin1Char('\n'), QLatin1Char(' ')).toHtmlEscaped();
}

std::vector<std::int64_t> integers_in(const control::Object& object, std::string_view key) {
    std::vector<std::int64_t> numbers;
    if (const auto* array = control::find_array(object, key))
        for (const auto& each : *array)
            if (each.is_int64()) numbers.push_back(each.get_int64());
    return numbers;
}

}  // namespace

QString marked(std::string_view snippet, const std::vector<std::int64_t>& matches) {
    QString html;
    std::size_t done = 0;
    for (std::size_t i = 0; i + 1 < matches.size(); i += 2) {
        const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, matches[i]));
        const auto bytes = static_cast<std::size_t>(std::max<std::int64_t>(0, matches[i + 1]));
        if (first < done || first > snippet.size() || bytes > snippet.size() - first) continue;
        html += escaped(snippet.substr(done, first - done)) + QStringLiteral("<b>") +
                escaped(snippet.substr(first, bytes)) + QStringLiteral("</b>");
        done = first + bytes;
    }
    return html + escaped(snippet.substr(done));
}

SearchModel::SearchModel(Connection& connection, const Abilities& abilities, const Times& times,
                         QObject* parent)
    : QAbstractListModel(parent), connection_(connection), abilities_(abilities), times_(times) {
    pause_.setSingleShot(true);
    pause_.setInterval(pause_after_key);
    connect(&pause_, &QTimer::timeout, this, [this] { ask(false); });
}

int SearchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> SearchModel::roleNames() const {
    return {{message_role, "messageId"}, {conversation_role, "conversationId"},
            {peer_role, "peer"},         {author_role, "author"},
            {snippet_role, "snippet"},   {time_role, "timeWord"},
            {spoken_role, "spoken"}};
}

QVariant SearchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& hit = hits_[static_cast<std::size_t>(index.row())];
    const auto author = hit.own ? tr("You") : hit.author;
    switch (role) {
        case message_role: return hit.message;
        case conversation_role: return hit.conversation;
        case peer_role: return hit.peer;
        case author_role: return author;
        case Qt::DisplayRole: return hit.plain;
        case snippet_role: return hit.snippet;
        case time_role: return times_.brief(hit.time);
        case spoken_role:
            return QStringList{hit.peer, author, hit.plain, times_.moment(hit.time)}.join(
                QStringLiteral(", "));
        default: return {};
    }
}

void SearchModel::setText(const QString& text) {
    if (text == text_) return;
    text_ = text;
    emit textChanged();
    if (text.trimmed().isEmpty())
        clear();
    else
        pause_.start();
}

void SearchModel::setConversation(const QString& conversation) {
    if (conversation == conversation_) return;
    conversation_ = conversation;
    clear();
    emit textChanged();
    if (!text_.trimmed().isEmpty()) pause_.start();
}

void SearchModel::setWriter(const QString& writer) {
    if (writer == writer_) return;
    writer_ = writer;
    emit filterChanged();
    ask_anew();
}

void SearchModel::setPeriod(const QString& period) {
    if (period == period_) return;
    period_ = period;
    emit filterChanged();
    ask_anew();
}

/// What was found stays in sight until the answer comes.
void SearchModel::ask_anew() {
    if (text_.trimmed().isEmpty()) return;
    pause_.stop();
    ask(false);
}

void SearchModel::add_period(control::Object& params) const {
    const auto* const period = std::ranges::find(periods, period_, &Period::name);
    if (period == std::end(periods)) return;
    const auto today = QDateTime::fromMSecsSinceEpoch(times_.now()).date();
    const auto first = today.addDays(1 - period->days).startOfDay();
    params[period->is_before ? "until" : "since"] = std::int64_t{first.toMSecsSinceEpoch()};
}

void SearchModel::clear() {
    pause_.stop();
    ++asked_;
    is_asking_ = false;
    has_more_ = false;
    beginResetModel();
    hits_.clear();
    endResetModel();
    emit answered();
}

void SearchModel::more() {
    if (has_more_ && !is_asking_) ask(true);
}

void SearchModel::ask(bool is_more) {
    if (!abilities_.search()) return;
    control::Object params{{"text", utf8(text_)}};
    if (!conversation_.isEmpty()) params["conversation"] = utf8(conversation_);
    if (!writer_.isEmpty()) params["from"] = utf8(writer_);
    add_period(params);
    if (is_more && !hits_.empty()) params["before"] = utf8(hits_.back().message);
    is_asking_ = true;
    emit answered();
    connection_.call("search.query", params,
                     [this, is_more, asked = ++asked_](const client::Answer& answer) {
                         if (asked != asked_) return;
                         is_asking_ = false;
                         if (const auto* found = client::result_of(answer))
                             take(*found, is_more);
                         else
                             clear();
                         emit answered();
                     });
}

SearchModel::Hit SearchModel::hit_from(const control::Object& object) {
    Hit hit;
    hit.conversation = qt(client::text_in(object, "conversation"));
    hit.peer = qt(client::text_in(object, "peer_name"));
    const auto snippet = client::text_in(object, "snippet");
    hit.plain = qt(snippet).simplified();
    hit.snippet = marked(snippet, integers_in(object, "matches"));
    if (const auto* message = control::find_object(object, "message")) {
        hit.message = qt(client::text_in(*message, "id"));
        hit.author = qt(client::text_in(*message, "author_name"));
        hit.time = client::integer_in(*message, "time");
        hit.own = client::flag_in(*message, "own");
    }
    return hit;
}

void SearchModel::take(const control::Object& found, bool is_more) {
    std::vector<Hit> hits;
    for (const auto* object : client::objects_in(found, "hits")) hits.push_back(hit_from(*object));
    has_more_ = client::flag_in(found, "more") && !hits.empty();
    if (!is_more) {
        beginResetModel();
        hits_ = std::move(hits);
        endResetModel();
    } else if (!hits.empty()) {
        beginInsertRows({}, count(), count() + static_cast<int>(hits.size()) - 1);
        hits_.insert(hits_.end(), std::make_move_iterator(hits.begin()),
                     std::make_move_iterator(hits.end()));
        endInsertRows();
    }
}

QString SearchModel::messageAt(int row) const {
    return row >= 0 && row < count() ? hits_[static_cast<std::size_t>(row)].message : QString{};
}

QString SearchModel::conversationAt(int row) const {
    return row >= 0 && row < count() ? hits_[static_cast<std::size_t>(row)].conversation
                                     : QString{};
}

}  // namespace earshot::gui
