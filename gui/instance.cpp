#include "gui/instance.hpp"

#include <QLocalSocket>

namespace earshot::gui {
namespace {

constexpr int patience_ms = 1000;
constexpr qint64 argument_bytes_max = 16 * 1024;
constexpr qint64 activation_bytes_max = 1024;

/// A line without its end.
QString line_from(QLocalSocket& socket, qint64 bytes_max) {
    return QString::fromUtf8(socket.readLine(bytes_max)).trimmed();
}

}  // namespace

Instance::Instance(QString socket, QObject* parent) : QObject(parent), socket_(std::move(socket)) {
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &Instance::on_connection);
}

bool Instance::hand_over(const QString& argument, const QString& activation) {
    QLocalSocket other;
    other.connectToServer(socket_);
    if (!other.waitForConnected(patience_ms)) return false;
    // In one piece: a window of an earlier version reads the first line and answers.
    other.write(argument.toUtf8() + '\n' + activation.toUtf8() + '\n');
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
            const auto argument = line_from(*other, argument_bytes_max);
            // One of an earlier version sends no second line.
            const auto activation =
                other->canReadLine() ? line_from(*other, activation_bytes_max) : QString{};
            other->write("ok\n");
            other->disconnectFromServer();
            emit called(argument, activation);
        });
    }
}

}  // namespace earshot::gui
