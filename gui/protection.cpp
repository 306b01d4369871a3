#include "gui/protection.hpp"

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

control::SecretText secret_of(const QString& text) { return control::SecretText{utf8(text)}; }

}  // namespace

Protection::Protection(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {
    connect(&connection, &Connection::ready, this, &Protection::load);
}

int Protection::least_letters() { return static_cast<int>(limits::passphrase_letters_min); }

int Protection::most_bytes() { return static_cast<int>(limits::passphrase_bytes_max); }

bool Protection::isLongEnough(const QString& wanted) {
    return wanted.toUcs4().size() >= least_letters();
}

void Protection::load() {
    connection_.call("profile.state", {}, [this](const client::Answer& answer) {
        const auto* const state = client::result_of(answer);
        is_known_ = state != nullptr;  // A daemon from before an update knows no passphrase.
        if (state) take(*state);
        emit changed();
    });
}

void Protection::take(const control::Object& state) {
    const auto protection = client::text_in(state, "protection");
    has_passphrase_ = protection == "passphrase";
    is_in_keyring_ = protection == "keyring";
    has_keyring_ = client::flag_in(state, "keyring");
}

void Protection::unlock(const QString& secret) {
    if (is_busy_ || secret.isEmpty()) return;
    begin();
    connection_.unlock(secret_of(secret), [this](const client::Answer& answer) { end(answer); });
}

void Protection::askKeyring() {
    if (is_busy_) return;
    begin();
    connection_.unlock({}, [this](const client::Answer& answer) { end(answer); });
}

void Protection::set(const QString& old, const QString& wanted) {
    change(old, {{"new", secret_of(wanted).expose()}});
}

void Protection::remove(const QString& old) { change(old, {{"protection", "key_file"}}); }

void Protection::moveToKeyring(const QString& old) { change(old, {{"protection", "keyring"}}); }

void Protection::change(const QString& old, control::Object params) {
    if (!is_busy_) {
        begin();
        if (has_passphrase_) params["old"] = secret_of(old).expose();
        connection_.call("profile.changeSecret", params, [this](const client::Answer& answer) {
            if (const auto* const state = client::result_of(answer)) take(*state);
            if (end(answer)) emit done();
        });
    }
    control::forget_secrets(params);
}

void Protection::forgetProblem() {
    if (problem_.isEmpty()) return;
    problem_.clear();
    emit changed();
}

void Protection::begin() {
    is_busy_ = true;
    problem_.clear();
    emit changed();
}

bool Protection::end(const client::Answer& answer) {
    const bool is_done = client::result_of(answer) != nullptr;
    is_busy_ = false;
    if (!is_done) problem_ = failure_words(answer);
    emit changed();
    return is_done;
}

}  // namespace earshot::gui
