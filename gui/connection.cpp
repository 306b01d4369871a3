#include "gui/connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr std::chrono::seconds start_again{5};
constexpr int goodbye_ms = 1000;

/// The daemon of somebody else is none of ours.
bool is_own(qintptr descriptor) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

}  // namespace

Connection::Connection(control::ProfilePlaces places, DaemonStarter::Profile profile,
                       QObject* parent)
    : QObject(parent),
      places_(std::move(places)),
      mirror_({"earshot-gui", EARSHOT_VERSION}, *this),
      starter_(std::move(profile)) {
    retry_.setSingleShot(true);
    connect(&retry_, &QTimer::timeout, this, &Connection::connect_socket);
    connect(&socket_, &QLocalSocket::connected, this, &Connection::on_socket_open);
    connect(&socket_, &QLocalSocket::disconnected, this, &Connection::on_socket_closed);
    connect(&socket_, &QLocalSocket::errorOccurred, this, &Connection::on_socket_error);
    connect(&socket_, &QLocalSocket::readyRead, this, &Connection::read);
    connect(&starter_, &DaemonStarter::started, this, &Connection::connect_socket);
    connect(&starter_, &DaemonStarter::failed, this, [this](const QString& why) {
        become(State::failed, why);
        retry_.start(start_again);
    });
}

Connection::~Connection() {
    socket_.disconnect(this);
    // The last drafts; the daemon reads at once, if it reads at all.
    if (socket_.bytesToWrite() > 0) socket_.waitForBytesWritten(goodbye_ms);
    socket_.abort();
}

QString Connection::state_word() const {
    switch (state_) {
        case State::connecting: return QStringLiteral("connecting");
        case State::starting: return QStringLiteral("starting");
        case State::ready: return QStringLiteral("ready");
        case State::locked: return QStringLiteral("locked");
        case State::lost: return QStringLiteral("lost");
        case State::failed: return QStringLiteral("failed");
        case State::refused: return QStringLiteral("refused");
    }
    return {};
}

void Connection::open() { retry_.start(0); }

void Connection::retry() {
    if (is_ready() || starter_.is_running()) return;
    retry_.start(0);
}

void Connection::connect_socket() {
    if (socket_.state() != QLocalSocket::UnconnectedState) return;
    if (state_ != State::starting && state_ != State::lost && state_ != State::failed)
        become(State::connecting);
    // Only for as long as the name is being looked up: a path may be too long for a socket.
    const int folder = ::open(places_.socket_folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    socket_.connectToServer(
        qt(folder < 0 ? places_.socket : control::socket_address(places_, folder)));
    if (folder >= 0) ::close(folder);
}

void Connection::on_socket_open() {
    if (!is_own(socket_.socketDescriptor())) {
        socket_.abort();
        become(State::failed, tr("The control socket belongs to somebody else."));
        return;
    }
    mirror_.link().on_opened();
    flush();
}

void Connection::on_socket_error(QLocalSocket::LocalSocketError error) {
    if (error == QLocalSocket::PeerClosedError) return;  // `disconnected` follows.
    const bool nobody_listens =
        error == QLocalSocket::ServerNotFoundError || error == QLocalSocket::ConnectionRefusedError;
    if (!nobody_listens) return again();
    if (starter_.is_running()) return;
    become(State::starting);
    starter_.start();
}

void Connection::on_socket_closed() {
    mirror_.link().on_closed();
    again();
}

void Connection::again() {
    if (state_ == State::refused) return;
    become(was_ready_ ? State::lost : State::connecting);
    retry_.start(mirror_.link().retry_delay());
}

void Connection::read() {
    const auto bytes = socket_.readAll();
    if (!mirror_.link().on_bytes({bytes.constData(), static_cast<std::size_t>(bytes.size())}))
        return socket_.abort();
    flush();
}

void Connection::flush() {
    auto& link = mirror_.link();
    const auto output = link.output();
    if (output.empty() || socket_.state() != QLocalSocket::ConnectedState) return;
    // QLocalSocket keeps what the daemon does not read yet; calls are few and bounded by the link.
    const auto written = socket_.write(output.data(), static_cast<qint64>(output.size()));
    if (written < 0) return socket_.abort();
    link.on_written(static_cast<std::size_t>(written));
}

void Connection::call(std::string_view method, const control::Object& params,
                      client::OnAnswer on_answer) {
    if (on_answer)
        mirror_.link().call(method, params, std::move(on_answer));
    else
        mirror_.link().tell(method, params);
    flush();
}

void Connection::unlock(const control::SecretText& secret, client::OnAnswer on_answer) {
    mirror_.link().unlock(secret, std::move(on_answer));
    flush();
}

void Connection::become(State state, const QString& detail) {
    if (state == state_ && detail == detail_) return;
    state_ = state;
    detail_ = detail;
    emit stateChanged();
}

void Connection::on_ready() {
    was_ready_ = true;
    become(State::ready);
    emit ready();
}

void Connection::on_refused(const control::Failure& failure) {
    become(State::refused, qt(failure.message));
}

void Connection::on_locked() { become(State::locked); }

void Connection::on_lost() { emit lost(); }

void Connection::on_event(std::string_view name, const control::Object& fields) {
    emit event(name, fields);
}

}  // namespace earshot::gui
