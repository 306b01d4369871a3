#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/base/time.hpp"
#include "discovery/helper/publishing.hpp"
#include "discovery/helper/resolving.hpp"
#include "discovery/helper/stack.hpp"
#include "discovery/helper_pipe.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/wakeup.hpp"

/// The part of an mDNS helper that is the same for both stacks: listens to the daemon's commands,
/// follows the interfaces, publishes, looks up and reports. It holds no secrets: everything it
/// knows, it tells the network.
namespace earshot::discovery::helper {

/// Makes the stack once it is known which interfaces to use. Null when it cannot be started.
using MakeStack =
    std::function<std::unique_ptr<Stack>(const std::vector<std::string>& interfaces, StackEvents&)>;

// tidy(vague_type): the helper process is what it is called everywhere.
class Helper final : private StackEvents {
public:
    /// Takes over both descriptors; they may be one socket.
    Helper(const boost::asio::any_io_executor& executor, int commands_fd, int reports_fd,
           MakeStack make_stack);
    /// Says goodbye to the network.
    ~Helper() override;

    /// Until the daemon closes its end, or something breaks.
    boost::asio::awaitable<void> run();

private:
    void on_usable() override;
    void on_appeared(const ServiceKey& key) override;
    void on_vanished(const ServiceKey& key) override;
    void on_resolved(const ServiceKey& key, const Endpoint& endpoint,
                     const discovery::Tags& tags) override;
    void on_unresolved(const ServiceKey& key) override;
    void on_broken() override;

    boost::asio::awaitable<void> read_commands();
    boost::asio::awaitable<void> write_reports();
    boost::asio::awaitable<void> follow_links();
    boost::asio::awaitable<void> keep_time();
    boost::asio::awaitable<void> clock_is_set();

    bool obey(const discovery::Command& command);
    void refresh();
    void look();
    void take(const std::vector<PublishingStep>& steps);
    void look_up_due();
    void tell_state();
    void report(const discovery::Report& report);
    bool is_used(const ServiceKey& key) const;

    boost::asio::posix::stream_descriptor commands_;
    boost::asio::posix::stream_descriptor reports_;
    MakeStack make_stack_;
    std::vector<std::string> allowed_;
    std::optional<discovery::Announcement> announcement_;
    discovery::Audience audience_;
    discovery::Look look_;
    std::map<std::uint32_t, discovery::Interface> interfaces_;
    bool is_usable_ = false;
    bool is_broken_ = false;
    Publishing publishing_;
    Resolving resolving_;
    std::set<discovery::Path> published_;
    std::optional<discovery::StackState> told_state_;
    std::string unsent_;
    discovery::Wakeup has_unsent_;
    discovery::Wakeup time_changed_;
    discovery::Wakeup broken_;
    std::unique_ptr<Stack> stack_;  ///< Last: it calls the rest of this.
};

}  // namespace earshot::discovery::helper
