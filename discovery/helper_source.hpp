#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "discovery/helper_pipe.hpp"
#include "discovery/helper_process.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/sighting_book.hpp"
#include "discovery/source.hpp"
#include "discovery/wakeup.hpp"

/// mDNS through one helper process, which is started again, 1, 2, 4 ... 60 s later, whenever it
/// ends: anybody on the network can end it (docs/adr/0007-mdns-in-a-helper-process.md). Whatever
/// it says is checked as if a stranger had said it.
namespace earshot::discovery {

struct HelperOptions {
    std::string backend;  ///< Its name as a source.
    std::string program;
    std::vector<std::string> interfaces;  ///< The only ones to use; empty means all.
};

class HelperSource final : public Source {
public:
    /// `sightings` outlives this.
    HelperSource(const boost::asio::any_io_executor& executor, HelperOptions options,
                 Sightings& sightings);

    std::string_view name() const override { return options_.backend; }
    void announce(const Announcement& announcement) override;
    void show_on(const Audience& audience) override;
    /// Whether to look for others: yes, before the first call. Who does not forgets whom it saw,
    /// and asks the network nothing.
    void look(bool is_on);
    boost::asio::awaitable<void> run() override;
    void look_again() override;
    SourceState state() const override;

    /// Nothing while no helper process runs.
    std::optional<StackState> stack_state() const { return stack_state_; }
    bool is_usable() const {
        return stack_state_ == StackState::announced || stack_state_ == StackState::listening;
    }
    /// Whether the program has answered or ended since `run` began.
    bool has_answered() const { return has_answered_; }
    bool knows(const InstanceId& instance) const { return book_.contains(instance); }
    /// Notified at each change of the above.
    Wakeup& changed() { return changed_; }

private:
    boost::asio::awaitable<void> serve(HelperProcess& process);
    bool tell(const Command& command);
    void forget_all();
    bool on_line(std::string_view line);
    void on_found(const Found& found);
    void on_lost(const Lost& lost);
    void set_state(std::optional<StackState> state);
    bool is_worth_telling(const Found& found);

    HelperOptions options_;
    Sightings& sightings_;
    std::optional<Announcement> announcement_;
    Audience audience_;
    Look look_;
    HelperProcess* process_ = nullptr;  ///< While one runs; lives in `run`.
    bool has_greeted_ = false;
    bool has_answered_ = false;
    bool is_running_ = false;
    bool starts_again_ = false;
    std::optional<StackState> stack_state_;
    SightingBook book_;
    std::vector<Interface> interfaces_;
    std::chrono::steady_clock::time_point listed_at_{};
    Wakeup changed_;
};

}  // namespace earshot::discovery
