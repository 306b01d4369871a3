#include "gui/words.hpp"

#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Words)

public:
    static QString presence(const Person& person) {
        if (person.presence != QLatin1String("offline") && !person.answers)
            return tr("does not answer");
        if (person.presence == QLatin1String("online")) return tr("online");
        if (person.presence == QLatin1String("away")) return tr("away");
        if (person.presence == QLatin1String("busy")) return tr("do not disturb");
        return tr("offline");
    }

    static QString failure(const control::Failure& failure) {
        using enum control::FailureKind;
        switch (failure.kind) {
            case too_large:
                return tr("That is too long: at most %1 bytes are possible.")
                    .arg(control::find_integer(failure.fields, "limit").value_or(0));
            case blocked: return tr("You have blocked this person. Unblock them first.");
            case not_verified: return tr("You have not compared keys with this person yet.");
            case mismatch:
                return tr(
                    "That is not the same number. Read it again; if it is another one indeed, "
                    "somebody may stand between you.");
            case forbidden: return tr("That is not possible here.");
            case not_found: return tr("There is nothing like that any more.");
            case ambiguous: return tr("Several people are called like that.");
            case no_space: return tr("The disk is full. Make room, then try again.");
            case store_error: return tr("It could not be stored. Check the disk, then try again.");
            case busy:
            case rate_limited: return tr("Too much at once. Wait a moment, then try again.");
            case locked: return tr("The profile is locked.");
            case wrong_secret: return tr("The passphrase is wrong.");
            case no_keyring:
                return tr("Your session's keyring did not open. Open it, then try again.");
            case timeout: return tr("It took too long. Try again.");
            case invalid_params: return tr("Earshot does not understand that.");
            case unknown_method:
            case unsupported_api:
                return tr("The background program is of another version. Restart Earshot.");
            default: return tr("It did not work: %1").arg(qt(failure.message));
        }
    }

    static QString lost() { return tr("There is no connection to Earshot's background program."); }

    static QString delivery(const client::Message& message, const Person& person) {
        using enum client::MessageState;
        switch (message.state) {
            case queued:
                if (person.put_off) return tr("waits until %1 accepts you").arg(person.name);
                if (person.presence == QLatin1String("offline") || !person.answers)
                    return tr("waiting for %1's computer").arg(person.name);
                return tr("on its way");
            case carried:
                return tr("kept for %1 by %n other(s)", "", static_cast<int>(message.carriers))
                    .arg(person.name);
            case delivered: return tr("on %1's computer").arg(person.name);
            case failed:
                if (message.reason == "unsupported")
                    return tr("%1's Earshot is too old for this").arg(person.name);
                return tr("refused by %1's computer").arg(person.name);
            default: return state(message.state);
        }
    }

    static QString state(client::MessageState state) {
        using enum client::MessageState;
        switch (state) {
            case queued: return tr("waiting");
            case carried: return tr("kept by others");
            case delivered: return tr("delivered");
            case read: return tr("read");
            case failed: return tr("failed");
            case canceled: return tr("taken back");
            case received:
            case unknown: break;
        }
        return {};
    }
};

}  // namespace

QString presence_words(const Person& person) { return Words::presence(person); }

QString failure_words(const client::Answer& answer) {
    if (const auto* failure = std::get_if<control::Failure>(&answer))
        return Words::failure(*failure);
    return std::holds_alternative<client::Lost>(answer) ? Words::lost() : QString{};
}

QString delivery_words(const client::Message& message, const Person& person) {
    return Words::delivery(message, person);
}

QString state_word(client::MessageState state) { return Words::state(state); }

}  // namespace earshot::gui
