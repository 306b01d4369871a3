#include "node/control/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "core/engine/turn.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/race.hpp"

namespace earshot::control {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto never = asio::steady_timer::time_point::max();

/// Together at most `control_queue_bytes_max`: what waits when a call is taken, the answers of the
/// heavy calls under way at a line each, and live events.
constexpr std::size_t under_way_max = 1024;
constexpr std::size_t heavy_weight = under_way_max / 4;
constexpr std::size_t calls_pause_bytes = 2 * 1024 * 1024;
static_assert(calls_pause_bytes + 4 * limits::control_line_bytes_max <
              limits::control_queue_bytes_max);
constexpr std::size_t reads_in_a_row_max = 8;          ///< Then others have their turn.
constexpr std::size_t kept_buffer_bytes = 256 * 1024;  ///< An idle client holds no more.

/// Calls whose answers are short may be many.
std::size_t weight_of(std::string_view method) noexcept {
    return method == "message.send" || method.starts_with("session.") ? 1 : heavy_weight;
}

void let_go(std::string& buffer) {
    if (buffer.capacity() > kept_buffer_bytes)
        buffer = std::string{};
    else
        buffer.clear();
}

}  // namespace

Session::Session(Socket socket, const SessionParts& parts, std::span<char> scratch,
                 conversation::Focus::Client number)
    : socket_(std::move(socket)),
      parts_(parts),
      scratch_(scratch),
      number_(number),
      output_added_(socket_.get_executor(), never),
      room_made_(socket_.get_executor(), never) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    parts_.feed.add(*this);
}

Session::~Session() {
    parts_.feed.remove(*this);
    parts_.focus.set(number_, std::nullopt);
}

asio::awaitable<void> Session::run() {
    co_await runtime::race(socket_.get_executor(), read_loop(), write_loop(), greeting_deadline());
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void Session::finish() {
    input_over_ = true;
    output_added_.cancel();
    room_made_.cancel();
}

asio::awaitable<void> Session::read_loop() {
    // What has arrived already is read at once: it shares a turn, and the turn's commit.
    std::size_t reads_left = 0;
    while (!input_over_) {
        take_lines();
        if (input_over_) break;
        if (!has_room()) {
            co_await room_made_.async_wait(use_tuple);
            continue;
        }
        if (reads_left == 0) {
            auto [wait_error] = co_await socket_.async_wait(Socket::wait_read, use_tuple);
            if (wait_error) co_return;
            reads_left = reads_in_a_row_max;
        }
        boost::system::error_code error;
        const auto size = socket_.read_some(asio::buffer(scratch_.data(), scratch_.size()), error);
        reads_left = size < scratch_.size() ? 0 : reads_left - 1;
        if (error == asio::error::would_block || error == asio::error::try_again) continue;
        if (error && error != asio::error::eof) co_return;
        if (error) break;
        lines_.add({scratch_.data(), size});
    }
    input_over_ = true;
    output_added_.cancel();
    // Calls under way still get their answers.
    asio::steady_timer forever(socket_.get_executor(), never);
    co_await forever.async_wait(use_tuple);
}

asio::awaitable<void> Session::write_loop() {
    for (;;) {
        for (const auto& [key, line] : std::exchange(ephemeral_, {})) out_ += line;
        if (out_.empty()) {
            if (is_done()) co_return;
            replay();
            co_await output_added_.async_wait(use_tuple);
            continue;
        }
        std::swap(out_, writing_);
        auto [error, size] = co_await asio::async_write(socket_, asio::buffer(writing_), use_tuple);
        if (error) co_return;
        let_go(writing_);
        room_made_.cancel();
    }
}

asio::awaitable<void> Session::greeting_deadline() {
    asio::steady_timer timer(socket_.get_executor(), parts_.hello_max);
    co_await timer.async_wait(use_tuple);
    if (!greeted_) co_return;  // Ends the session: places are few.
    timer.expires_at(never);
    co_await timer.async_wait(use_tuple);
}

bool Session::has_room() const noexcept {
    return under_way_ < under_way_max && queued_bytes() < calls_pause_bytes;
}

bool Session::is_done() const noexcept {
    return input_over_ && under_way_ == 0 && out_.empty() && ephemeral_.empty();
}

void Session::take_lines() {
    while (has_room() && !input_over_) {
        const auto line = lines_.next();
        if (!line) {
            Failure failure{FailureKind::too_large, "a line is too long"};
            failure.fields["limit"] = limits::control_line_bytes_max;
            answer(Json{}, Outcome{std::move(failure)});
            input_over_ = true;  // Where the next line begins is not known.
            return;
        }
        if (!*line) return;
        if (!(*line)->empty()) on_line(**line);
    }
}

void Session::on_line(std::string_view line) {
    auto message = parse_message(line);
    if (auto* request = std::get_if<Request>(&message)) {
        if (carries_secret(request->method)) forget_input();
        on_request(std::move(*request));
    } else if (auto* refusal = std::get_if<Refusal>(&message))
        answer(refusal->id, Outcome{std::move(refusal->failure)});
    else
        refuse(Json{}, FailureKind::invalid_request, "the daemon asked nothing");
}

/// What was read holds a passphrase. `line` is of no use any more.
void Session::forget_input() {
    lines_.wipe_taken();
    wipe(scratch_);
}

void Session::on_request(Request request) {
    if (!greeted_ && request.method != "session.hello")
        return refuse(request.id, FailureKind::not_hello, "the first call must be session.hello");
    const auto* method = find_method(request.method);
    if (!method) return refuse(request.id, FailureKind::unknown_method, "there is no such method");
    if (auto failure = check_params(*method, request.params)) {
        if (!request.id.is_null()) answer(request.id, Outcome{*std::move(failure)});
        return;
    }
    if (answer_here(request)) return;
    if (request.method == "session.hello") return hello(std::move(request));
    if (request.method == "session.subscribe") return subscribe(std::move(request));
    if (is_for_keeper(request.method)) return ask_keeper(std::move(request));
    if (request.method == "doctor.run") return examine(std::move(request));
    const auto* handler = find_handler(request.method);
    if (!handler) return refuse(request.id, FailureKind::internal, "a method without a handler");
    submit(std::move(request), *handler);
}

/// Calls that need no turn.
bool Session::answer_here(const Request& request) {
    const bool is_stop = request.method == "daemon.stop";
    if (request.method == "rpc.discover") {
        if (!request.id.is_null()) answer(request.id, openrpc_document(parts_.facts.version()));
        return true;
    }
    if (request.method == "session.focus") {
        const auto outcome = focus(request.params);
        if (!request.id.is_null()) answer(request.id, outcome);
        return true;
    }
    if (!is_stop && request.method != "session.unsubscribe") return false;
    if (!is_stop) subscription_.reset();
    if (!request.id.is_null()) answer(request.id, Json(Object{}));
    if (is_stop) parts_.facts.request_stop();
    return true;
}

Outcome Session::focus(const Object& params) {
    std::optional<ConversationId> conversation;
    if (const auto named = find_text(params, "conversation")) {
        conversation = ConversationId::from_text(*named);
        if (!conversation) return fail(FailureKind::not_found, "no conversation has this id");
    }
    parts_.focus.set(number_, conversation);
    return Json(Object{});
}

void Session::hello(Request request) {
    if (auto failure = check_api(*find_text(request.params, "api")))
        return answer(request.id, Outcome{*std::move(failure)});
    greeted_ = true;  // Now, so that calls may follow without waiting for the answer.
    submit(std::move(request), *find_handler("session.hello"));
}

void Session::submit(Request request, const Handler& handler) {
    const auto weight = weight_of(request.method);
    under_way_ += weight;
    // Shared by the two halves of a call; a turn may drop the first without running it.
    const auto call = std::make_shared<const Request>(std::move(request));
    parts_.turns.submit(
        [call, &handler, &facts = parts_.facts](engine::Engine& engine, Now now,
                                                engine::Effects& effects) {
            return run_call(handler, Call{call->params, engine, now, effects, facts});
        },
        [call, weight, client = weak_from_this()](const Outcome& outcome) {
            if (const auto session = client.lock()) session->on_answer(call->id, outcome, weight);
        });
}

/// Who is meant is known in a turn, which also shows whether the store works; the examination takes
/// seconds, and no turn.
void Session::examine(Request request) {
    const auto weight = weight_of(request.method);
    under_way_ += weight;
    const auto call = std::make_shared<const Request>(std::move(request));
    const auto about = std::make_shared<std::optional<PersonId>>();  // As in `submit`.
    parts_.turns.submit(
        [call, about](engine::Engine& engine, Now now, engine::Effects&) -> Outcome {
            if (auto probed = engine::write_probe(engine.stores(), now); !probed)
                return fail(probed.error());
            const auto who = find_text(call->params, "who");
            if (!who) return Json{};
            auto person = find_person(engine, *who);
            if (auto* failure = std::get_if<Failure>(&person)) return std::move(*failure);
            *about = std::get<PersonId>(person);
            return Json{};
        },
        [call, about, weight, client = weak_from_this()](const Outcome& outcome) {
            const auto session = client.lock();
            if (!session) return;
            // A broken store is no reason not to examine it.
            const auto* failure = std::get_if<Failure>(&outcome);
            if (failure && (failure->kind == FailureKind::not_found ||
                            failure->kind == FailureKind::ambiguous))
                return session->on_answer(call->id, outcome, weight);
            Examiner::Question question{*about, std::nullopt};
            if (const auto version = find_text(call->params, "version"))
                question.program_version = std::string{*version};
            session->parts_.examiner.examine(std::move(question),
                                             [call, weight, client](const Outcome& found) {
                                                 if (const auto still = client.lock())
                                                     still->on_answer(call->id, found, weight);
                                             });
        });
}

void Session::ask_keeper(Request request) {
    const auto weight = weight_of(request.method);
    under_way_ += weight;
    parts_.keeper.ask(
        request.method, std::move(request.params),
        [id = std::move(request.id), weight, client = weak_from_this()](const Outcome& outcome) {
            if (const auto session = client.lock()) session->on_answer(id, outcome, weight);
        });
}

void Session::on_answer(const Json& id, const Outcome& outcome, std::size_t weight) {
    under_way_ -= weight;
    if (!id.is_null()) answer(id, outcome);
    output_added_.cancel();
    if (has_room()) room_made_.cancel();
}

void Session::answer(const Json& id, const Outcome& outcome) {
    if (const auto* result = std::get_if<Json>(&outcome))
        append_result(out_, id, *result);
    else
        append_failure(out_, id, std::get<Failure>(outcome));
    output_added_.cancel();
}

void Session::refuse(const Json& id, FailureKind kind, std::string_view message) {
    answer(id, Outcome{Failure{kind, std::string{message}}});
}

}  // namespace earshot::control
