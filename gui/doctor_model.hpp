#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "gui/connection.hpp"
#include "gui/times.hpp"

/// What `doctor.run` found, causes first, in plain words with a fix for each.
namespace earshot::gui {

class DoctorModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool isRunning READ is_running NOTIFY changed)
    Q_PROPERTY(bool hasRun READ has_run NOTIFY changed)
    Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
    Q_PROPERTY(QString level READ level NOTIFY changed)
    Q_PROPERTY(QString person READ person NOTIFY changed)

public:
    enum Role { level_role = Qt::UserRole, finding_role, fix_role, action_role };

    /// Both outlive it.
    DoctorModel(Connection& connection, const Times& times, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    bool is_running() const { return is_running_; }
    bool has_run() const { return has_run_; }
    /// The first cause, or that all is well.
    QString verdict() const;
    QString level() const;  ///< "ok", "warn" or "fail": the worst.
    QString person() const { return person_; }

    /// About everything, or why `person`, an id, cannot be seen. A run about somebody else goes
    /// unheard from then on.
    Q_INVOKABLE void run(const QString& person = {});
    void retranslate();

signals:
    void changed();
    void failed(const QString& words);

private:
    void take(const control::Object& diagnosis);

    Connection& connection_;
    const Times& times_;
    std::vector<control::Object> findings_;
    QString person_;
    bool is_running_ = false;
    int runs_ = 0;
    bool has_run_ = false;
};

}  // namespace earshot::gui
