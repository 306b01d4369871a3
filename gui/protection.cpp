#include "gui/protection.hpp"

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

/// Of an answer's `protection`.
bool is_passphrase(const control::Object& state) {
    return client::text_in(state, "protection") == "passphrase";
}

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
        if (state) has_passphrase_ = is_passphrase(*state);
        emit changed();
    });
}

void Protection::unlock(const QString& secret) {
    if (is_busy_ || secret.isEmpty()) return;
    begin();
    connection_.unlock(secret_of(secret), [this](const client::Answer& answer) { end(answer); });
}

void Protection::set(const QString& old, const QString& wanted) { change(old, &wanted); }

void Protection::remove(const QString& old) { change(old, nullptr); }

void Protection::change(const QString& old, const QString* wanted) {
    if (is_busy_) return;
    begin();
    control::Object params;
    if (has_passphrase_) params["old"] = secret_of(old).expose();
    if (wanted) params["new"] = secret_of(*wanted).expose();
    connection_.call("profile.changeSecret", params, [this](const client::Answer& answer) {
        const auto* const state = client::result_of(answer);
        if (state) has_passphrase_ = is_passphrase(*state);
        if (end(answer)) emit done();
    });
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
