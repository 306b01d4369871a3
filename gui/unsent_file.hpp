#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "client/drafts.hpp"

/// What was written in the window and the daemon is not known to have, in a file of the profile, so
/// that neither closing the window nor its death loses any of it. UTF-8 JSON, readable by its owner
/// alone, replaced as a whole and synced; written only while something waits.
namespace earshot::gui {

/// A message between the composer and the daemon.
struct UnsentMessage {
    std::string conversation;
    std::string body;
    std::string ref;              ///< With which it is repeated, so that it is sent once.
    std::int64_t written_ms = 0;  ///< UTC.
    friend bool operator==(const UnsentMessage&, const UnsentMessage&) = default;
};

struct Unsent {
    std::vector<UnsentMessage> messages;    ///< In the order in which they were written.
    std::vector<client::DraftWord> drafts;  ///< One a conversation.
    friend bool operator==(const Unsent&, const Unsent&) = default;
};

class UnsentFile {
public:
    explicit UnsentFile(QString path) : path_(std::move(path)) {}

    /// Empty where there is no file, or none that can be read.
    Unsent load() const;
    /// False when it could not be written. Without anything unsent there is no file.
    bool store(const Unsent& unsent) const;
    bool exists() const;

private:
    QString path_;
};

}  // namespace earshot::gui
