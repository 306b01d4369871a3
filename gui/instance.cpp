#include "gui/instance.hpp"

#include <QLocalSocket>

namespace earshot::gui {
namespace {

constexpr int patience_ms = 1000;
constexpr qint64 argument_bytes_max = 16 * 1024;

}  // namespace

Instance::Instance(QString socket, QObject* parent) : QObject(parent), socket_(std::move(socket)) {
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &Instance::on_connection);
}

bool Instance::hand_over(const QString& argument) {
    QLocalSocket other;
    other.connectToServer(socket_);
    if (!other.waitForConnected(patience_ms)) return false;
    other.write(argument.toUtf8() + '\n');
    // The answer tells that somebody lives there who has understood.
    return other.waitForBytesWritten(patience_ms) && other.waitForReadyRead(patience_ms);
}

bool Instance::listen() {
    // Nobody has answered there: what lies there is left of a window that was killed.
    QLocalServer::removeServer(socket_);
    return server_.listen(socket_);
}

void Instance::on_connection() {
    while (auto* other = server_.nextPendingConnection()) {
        connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
        connect(other, &QLocalSocket::readyRead, this, [this, other] {
            if (!other->canReadLine()) {
                if (other->bytesAvailable() > argument_bytes_max) other->abort();
                return;
            }
            const auto argument = QString::fromUtf8(other->readLine(argument_bytes_max)).trimmed();
            other->write("ok\n");
            other->disconnectFromServer();
            emit called(argument);
        });
    }
}

}  // namespace earshot::gui
