#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "client/row_list.hpp"

/// A model that shows a client::RowList row by row: what the list tells of its changes goes on to
/// the views. Who derives from it adds itself to the list as an observer.
namespace earshot::gui {

class RowListModel : public QAbstractListModel, protected client::RowObserver {
    Q_OBJECT
    QML_ANONYMOUS

public:
    using QAbstractListModel::QAbstractListModel;

protected:
    /// After rows came, went or moved, and the views know: the `count` rows from `first` on are new
    /// or elsewhere; where some went it is 0.
    virtual void on_arranged(std::size_t /*first*/, std::size_t /*count*/) {}

private:
    void on_inserting(std::size_t first, std::size_t count) override;
    void on_inserted() override;
    void on_removing(std::size_t first, std::size_t count) override;
    void on_removed() override;
    void on_moving(std::size_t from, std::size_t before) override;
    void on_moved() override;
    void on_changed(std::size_t first, std::size_t count) override;

    std::size_t changing_first_ = 0;
    std::size_t changing_count_ = 0;
};

}  // namespace earshot::gui
