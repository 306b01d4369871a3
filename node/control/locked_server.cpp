#include "node/control/locked_server.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/limits.hpp"
#include "core/control/lines.hpp"
#include "core/control/secret_text.hpp"
#include "node/control/admission.hpp"
#include "node/control/calls.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::control {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto never = asio::steady_timer::time_point::max();
constexpr Duration answers_patience = std::chrono::seconds{1};
constexpr std::size_t read_bytes = 4096;

using Stream = asio::local::stream_protocol::socket;

/// Bytes read; none when the client is gone.
asio::awaitable<std::size_t> read_some(Stream& socket, std::span<char> chunk) {
    auto [error, size] =
        co_await socket.async_read_some(asio::buffer(chunk.data(), chunk.size()), use_tuple);
    co_return error ? 0 : size;
}

}  // namespace

LockedServer::LockedServer(const asio::any_io_executor& executor, runtime::Descriptor listening,
                           Parts parts)
    : parts_(std::move(parts)),
      acceptor_(executor, asio::local::stream_protocol{}, listening.release()),
      answered_(executor, never),
      tasks_(executor, [this](std::string_view task, std::exception_ptr) {
          parts_.log.error("task failed", {{"task", task}});
      }) {}

asio::awaitable<void> LockedServer::run() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(use_tuple);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            pause.expires_after(limits::accept_pause);
            co_await pause.async_wait(use_tuple);
        } else if (may_enter(socket, tasks_.size(), parts_.log, runtime::now().steady)) {
            tasks_.start("client", serve(std::move(socket)));
        }
    }
}

asio::awaitable<void> LockedServer::stop() {
    is_stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    co_await runtime::within(answers_patience, all_answered());
    tasks_.cancel();
    co_await tasks_.join();
}

asio::awaitable<void> LockedServer::all_answered() {
    while (under_way_ > 0) co_await answered_.async_wait(use_tuple);
}

asio::awaitable<void> LockedServer::serve(Socket socket) {
    LineSplitter lines{limits::control_line_bytes_max};
    std::array<char, read_bytes> chunk;
    bool is_greeted = false;
    while (!is_stopping_) {
        auto line = lines.next();
        if (!line) co_return;  // Too long: where the next one begins is not known.
        if (!*line) {
            // Who says nothing takes the place of others.
            const auto size = is_greeted ? co_await read_some(socket, chunk)
                                         : (co_await runtime::within(limits::control_hello_max,
                                                                     read_some(socket, chunk)))
                                               .value_or(0);
            if (size == 0) co_return;
            lines.add({chunk.data(), size});
            wipe(chunk);
            continue;
        }
        if ((*line)->empty()) continue;
        auto message = parse_message(**line);
        lines.wipe_taken();
        ++under_way_;
        const auto answer = co_await answer_to(std::move(message), is_greeted);
        auto [error, size] = co_await asio::async_write(socket, asio::buffer(answer), use_tuple);
        --under_way_;
        answered_.cancel();
        if (error) co_return;
    }
}

asio::awaitable<std::string> LockedServer::answer_to(Message message, bool& is_greeted) {
    std::string line;
    if (auto* const refusal = std::get_if<Refusal>(&message)) {
        append_failure(line, refusal->id, refusal->failure);
        co_return line;
    }
    auto* const request = std::get_if<Request>(&message);
    if (!request) {
        append_failure(line, Json{}, {FailureKind::invalid_request, "the daemon asked nothing"});
        co_return line;
    }
    const auto id = request->id;
    const auto outcome = co_await outcome_of(std::move(*request), is_greeted);
    if (id.is_null()) co_return line;
    if (const auto* const result = std::get_if<Json>(&outcome))
        append_result(line, id, *result);
    else
        append_failure(line, id, std::get<Failure>(outcome));
    co_return line;
}

asio::awaitable<Outcome> LockedServer::outcome_of(Request request, bool& is_greeted) {
    const bool is_hello = request.method == "session.hello";
    if (!is_greeted && !is_hello)
        co_return fail(FailureKind::not_hello, "the first call must be session.hello");
    const auto* const method = find_method(request.method);
    if (!method) co_return fail(FailureKind::unknown_method, "there is no such method");
    if (auto failure = check_params(*method, request.params)) co_return *std::move(failure);
    if (is_hello) {
        if (auto failure = check_api(*find_text(request.params, "api")))
            co_return *std::move(failure);
        is_greeted = true;
        co_return locked();
    }
    if (is_for_keeper(request.method)) co_return co_await ask_keeper(std::move(request));
    if (request.method != "daemon.stop") co_return locked();
    parts_.on_stop();
    co_return Json(Object{});
}

Outcome LockedServer::locked() const {
    Failure failure{FailureKind::locked,
                    parts_.protection == "keyring"
                        ? "the profile is locked: the session's keyring has its key"
                        : "the profile is locked with a passphrase"};
    failure.fields["protection"] = parts_.protection;
    return failure;
}

asio::awaitable<Outcome> LockedServer::ask_keeper(Request request) {
    const auto answer = std::make_shared<std::optional<Outcome>>();
    const auto arrived = std::make_shared<asio::steady_timer>(answered_.get_executor(), never);
    parts_.keeper.ask(request.method, std::move(request.params),
                      [answer, arrived](Outcome outcome) {
                          *answer = std::move(outcome);
                          arrived->cancel();
                      });
    while (!*answer) co_await arrived->async_wait(use_tuple);
    co_return **answer;
}

}  // namespace earshot::control
