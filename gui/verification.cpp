#include "gui/verification.hpp"

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

constexpr qsizetype group_digits = 5;
constexpr qsizetype code_half = 3;

QStringList in_groups(const QString& digits) {
    QStringList groups;
    for (qsizetype i = 0; i < digits.size(); i += group_digits)
        groups.append(digits.mid(i, group_digits));
    return groups;
}

}  // namespace

Verification::Verification(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {
    connect(&connection, &Connection::event, this, &Verification::on_event);
}

void Verification::open(const QString& person) {
    close();
    person_ = person;
    emit changed();
    call("verify.start", {});
    call("verify.sas.get", {});
}

void Verification::close() {
    person_.clear();
    name_.clear();
    number_.clear();
    qr_.clear();
    stage_ = QStringLiteral("none");
    code_.clear();
    failure_.clear();
    theirs_.clear();
    is_verified_ = false;
    emit changed();
}

/// Answers are a person, a comparison, or both of them with a number.
void Verification::call(std::string_view method, control::Object params) {
    params["who"] = utf8(person_);
    connection_.call(method, params, [this, who = person_](const client::Answer& answer) {
        if (who != person_) return;
        const auto* result = client::result_of(answer);
        if (!result) return emit failed(failure_words(answer));
        if (result->contains("number")) {
            number_ = in_groups(qt(client::text_in(*result, "number")));
            qr_ = qt(client::text_in(*result, "qr"));
            if (const auto* person = control::find_object(*result, "person")) take_person(*person);
        } else if (result->contains("stage")) {
            take_comparison(*result);
        } else {
            take_person(*result);
        }
        emit changed();
    });
}

void Verification::take_person(const control::Object& person) {
    if (qt(client::text_in(person, "id")) != person_) return;
    name_ = qt(client::text_in(person, "name"));
    is_verified_ = client::flag_in(person, "verified");
}

void Verification::take_comparison(const control::Object& comparison) {
    const auto* person = control::find_object(comparison, "person");
    if (!person || qt(client::text_in(*person, "id")) != person_) return;
    stage_ = qt(client::text_in(comparison, "stage"));
    const auto digits = qt(client::text_in(comparison, "code"));
    code_ = digits.isEmpty() ? QString{}
                             : digits.left(code_half) + QLatin1Char(' ') + digits.mid(code_half);
    failure_ = qt(client::text_in(comparison, "failure"));
    theirs_ = qt(client::text_in(comparison, "theirs"));
}

void Verification::on_event(std::string_view name, const control::Object& fields) {
    if (person_.isEmpty()) return;
    if (name == "verify.sas.changed") {
        if (const auto* comparison = control::find_object(fields, "comparison"))
            take_comparison(*comparison);
        emit changed();
    } else if (name == "person.updated") {
        if (const auto* person = control::find_object(fields, "person")) take_person(*person);
        emit changed();
    }
}

void Verification::confirmSame() { confirm(number_.join(QString{})); }

void Verification::confirm(const QString& text) {
    if (text.trimmed().isEmpty()) return;
    const bool is_number = text.trimmed().front().isDigit();
    call("verify.confirm", {{is_number ? "number" : "qr", utf8(text.trimmed())}});
}

void Verification::withdraw() { call("verify.withdraw", {}); }
void Verification::startLive() { call("verify.sas.start", {}); }
void Verification::confirmLive() { call("verify.sas.confirm", {{"code", utf8(code_)}}); }
void Verification::cancelLive(bool different) {
    call("verify.sas.cancel", {{"different", different}});
}

}  // namespace earshot::gui
