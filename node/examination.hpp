#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>

#include "core/engine/engine.hpp"
#include "discovery/interfaces.hpp"
#include "node/control/examiner.hpp"
#include "node/control/node_facts.hpp"
#include "node/doctor/facts.hpp"
#include "node/doctor/finding.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/task_group.hpp"

/// Gathers what the doctor's checks judge, everything at once, and answers the client. At most a
/// few examinations run at one time. One thread.
namespace earshot::node {

namespace asio = boost::asio;

class Examination final : public control::Examiner {
public:
    /// References outlive this.
    struct Places {
        const control::NodeFacts& facts;
        runtime::Log& log;
        bool is_service = false;                        ///< A supervisor started us.
        std::function<const engine::Engine*()> engine;  ///< Null while the store is broken.
        std::function<bool()> runs_twice;
        std::function<void()> ask_dial_back;
        std::function<void(const PersonId&)> ask_who_reaches;
        std::function<std::optional<bool>(Instant)> dialled_back_since;
        std::function<std::uint16_t()> wished_port;
        std::function<void(std::function<void(std::optional<secrets::Sight>)>)> look_at_keyring;
    };

    Examination(const asio::any_io_executor& executor, Places places);

    void examine(Question question, std::function<void(control::Outcome)> done) override;
    /// Ends what runs; nobody gets an answer any more.
    asio::awaitable<void> stop();

private:
    asio::awaitable<void> run(Question question, std::function<void(control::Outcome)> done);
    asio::awaitable<void> probe(const std::optional<PersonId>& about, doctor::Facts& facts);
    asio::awaitable<void> await_answers(std::function<bool()> is_over);
    asio::awaitable<void> probe_keyring(std::optional<secrets::Sight>& sight);
    asio::awaitable<void> probe_dialled_back(doctor::DialledBack& dialled_back);
    asio::awaitable<void> probe_who_reaches(PersonId id, doctor::PersonFacts& person);
    void note_computer(doctor::Facts& facts) const;
    void note_network(doctor::Facts& facts) const;
    void note_others(doctor::Facts& facts) const;
    void note_person(const PersonId& person, doctor::Facts& facts) const;

    asio::any_io_executor executor_;
    Places places_;
    runtime::TaskGroup tasks_;
};

}  // namespace earshot::node
