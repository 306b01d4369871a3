#pragma once

#include <string_view>

#include "client/conversations.hpp"
#include "client/link.hpp"
#include "client/people.hpp"
#include "client/timeline.hpp"

/// Everything a front end shows, kept equal to what the daemon has: a link and the lists that live
/// from its events. Loads what is missing after each connection, so its owner only moves bytes.
namespace earshot::client {

class Mirror final : private Link::Listener {
public:
    /// Outlives the mirror. The lists are told first.
    class Observer {
    public:
        Observer() = default;
        Observer(const Observer&) = delete;
        Observer& operator=(const Observer&) = delete;
        virtual ~Observer() = default;

        /// Connected; the lists are being loaded.
        virtual void on_ready() {}
        virtual void on_refused(const control::Failure& /*failure*/) {}
        /// The profile is locked: Link::unlock.
        virtual void on_locked() {}
        virtual void on_lost() {}
        virtual void on_event(std::string_view /*name*/, const control::Object& /*fields*/) {}
    };

    Mirror(Link::Greeting greeting, Observer& observer);

    Link& link() noexcept { return link_; }
    const Link& link() const noexcept { return link_; }
    const Hello& hello() const noexcept { return link_.hello(); }
    People& people() noexcept { return people_; }
    const People& people() const noexcept { return people_; }
    Conversations& conversations() noexcept { return conversations_; }
    const Conversations& conversations() const noexcept { return conversations_; }
    Timeline& timeline() noexcept { return timeline_; }
    const Timeline& timeline() const noexcept { return timeline_; }

private:
    void on_ready(bool is_gapless) override;
    void on_refused(const control::Failure& failure) override;
    void on_locked() override;
    void on_lost() override;
    void on_event(std::string_view name, const control::Object& fields) override;
    void load();

    Observer& observer_;
    Link link_;
    People people_{link_};
    Conversations conversations_{link_};
    Timeline timeline_{link_};
};

}  // namespace earshot::client
