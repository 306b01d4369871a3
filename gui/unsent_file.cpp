#include "gui/unsent_file.hpp"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

const auto messages_key = QStringLiteral("messages");
const auto drafts_key = QStringLiteral("drafts");
const auto conversation_key = QStringLiteral("conversation");
const auto body_key = QStringLiteral("body");
const auto ref_key = QStringLiteral("ref");
const auto written_key = QStringLiteral("written_ms");
constexpr qint64 bytes_max = 64 * 1024 * 1024;  // A hundred of the longest, and their drafts.

std::string text_in(const QJsonObject& object, const QString& key) {
    return utf8(object.value(key).toString());
}

}  // namespace

bool UnsentFile::exists() const { return QFile::exists(path_); }

Unsent UnsentFile::load() const {
    Unsent unsent;
    QFile file(path_);
    if (!file.open(QIODevice::ReadOnly) || file.size() > bytes_max) return unsent;
    const auto root = QJsonDocument::fromJson(file.readAll()).object();
    const auto messages = root.value(messages_key).toArray();
    for (const auto& each : messages) {
        const auto object = each.toObject();
        UnsentMessage message{.conversation = text_in(object, conversation_key),
                              .body = text_in(object, body_key),
                              .ref = text_in(object, ref_key),
                              .written_ms = object.value(written_key).toInteger()};
        if (!message.conversation.empty() && !message.body.empty() && !message.ref.empty())
            unsent.messages.push_back(std::move(message));
    }
    const auto drafts = root.value(drafts_key).toArray();
    for (const auto& each : drafts) {
        const auto object = each.toObject();
        client::DraftWord draft{text_in(object, conversation_key), text_in(object, body_key)};
        if (!draft.conversation.empty()) unsent.drafts.push_back(std::move(draft));
    }
    return unsent;
}

bool UnsentFile::store(const Unsent& unsent) const {
    if (unsent == Unsent{}) return !exists() || QFile::remove(path_);
    QJsonArray messages;
    for (const auto& each : unsent.messages)
        messages.append(QJsonObject{{conversation_key, qt(each.conversation)},
                                    {body_key, qt(each.body)},
                                    {ref_key, qt(each.ref)},
                                    {written_key, static_cast<qint64>(each.written_ms)}});
    QJsonArray drafts;
    for (const auto& each : unsent.drafts)
        drafts.append(
            QJsonObject{{conversation_key, qt(each.conversation)}, {body_key, qt(each.body)}});
    const QJsonDocument document(QJsonObject{{messages_key, messages}, {drafts_key, drafts}});
    QSaveFile file(path_);
    if (!file.open(QIODevice::WriteOnly)) return false;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(document.toJson(QJsonDocument::Compact));
    return file.commit();
}

}  // namespace earshot::gui
