#include "gui/doctor_model.hpp"

#include <algorithm>

#include "client/read.hpp"
#include "gui/doctor_words.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

int rank(const control::Object& finding) {
    const auto verdict = client::text_in(finding, "verdict");
    return verdict == "fail" ? 0 : verdict == "warn" ? 1 : verdict == "ok" ? 2 : 3;
}

}  // namespace

DoctorModel::DoctorModel(Connection& connection, const Times& times, QObject* parent)
    : QAbstractListModel(parent), connection_(connection), times_(times) {}

int DoctorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(findings_.size());
}

QHash<int, QByteArray> DoctorModel::roleNames() const {
    return {{level_role, "level"},
            {finding_role, "finding"},
            {fix_role, "fix"},
            {action_role, "action"}};
}

QVariant DoctorModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& finding = findings_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case level_role: return qt(client::text_in(finding, "verdict"));
        case Qt::DisplayRole:
        case finding_role: return finding_words(finding, times_);
        case fix_role: return fix_words(finding, times_);
        case action_role: return qt(client::text_in(finding, "fix"));
        default: return {};
    }
}

QString DoctorModel::level() const {
    const auto worst = std::ranges::min_element(findings_, {}, rank);
    return worst == findings_.end() || rank(*worst) > 1 ? QStringLiteral("ok")
                                                        : qt(client::text_in(*worst, "verdict"));
}

QString DoctorModel::verdict() const {
    if (!has_run_) return {};
    const auto worst = std::ranges::min_element(findings_, {}, rank);
    if (worst == findings_.end() || rank(*worst) > 1) return tr("Everything works here.");
    return finding_words(*worst, times_);
}

void DoctorModel::run(const QString& person) {
    if (is_running_ && person == person_) return;
    is_running_ = true;
    person_ = person;
    emit changed();
    control::Object params{{"version", EARSHOT_VERSION}};
    if (!person.isEmpty()) params["who"] = utf8(person);
    connection_.call("doctor.run", params, [this, run = ++runs_](const client::Answer& answer) {
        if (run != runs_) return;  // About somebody else, who is not asked about any more.
        is_running_ = false;
        if (const auto* diagnosis = client::result_of(answer))
            take(*diagnosis);
        else
            emit failed(failure_words(answer));
        emit changed();
    });
}

void DoctorModel::take(const control::Object& diagnosis) {
    beginResetModel();
    findings_.clear();
    for (const auto* finding : client::objects_in(diagnosis, "findings"))
        findings_.push_back(*finding);
    // What is wrong comes first; among equals the daemon's order, causes before what follows.
    std::ranges::stable_sort(findings_, {}, rank);
    has_run_ = true;
    endResetModel();
}

void DoctorModel::retranslate() {
    if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
    emit changed();
}

}  // namespace earshot::gui
