#include "discovery/helper/client_stack.hpp"

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/error.h>

#include <map>
#include <utility>

#include "discovery/avahi_poll.hpp"
#include "discovery/helper/avahi_values.hpp"
#include "discovery/helper/lookups.hpp"

namespace earshot::discovery::helper {
namespace {

namespace asio = boost::asio;
using discovery::DnsRecord;
using discovery::Path;

constexpr std::uint16_t class_in = 1;

class ClientStack final : public Stack {
public:
    ClientStack(const asio::any_io_executor& executor, StackEvents& events)
        : events_(events), poll_(executor, 0) {}
    ~ClientStack() override {
        // Takes its browsers, resolvers and groups with it; the daemon says the goodbyes.
        if (client_ != nullptr) avahi_client_free(client_);
    }

    bool start();
    bool browse(bool is_on) override;
    bool publish(const Path& path, std::span<const DnsRecord> records) override;
    void withdraw(const Path& path) override;
    void resolve(const ServiceKey& key) override { lookups_.resolve(client_, key); }
    void abandon(const ServiceKey& key) override { lookups_.abandon(key); }

private:
    static void on_client(AvahiClient* client, AvahiClientState state, void* self);
    static void on_browser(AvahiServiceBrowser* browser, AvahiIfIndex interface,
                           AvahiProtocol protocol, AvahiBrowserEvent event, const char* name,
                           const char* type, const char* domain, AvahiLookupResultFlags flags,
                           void* self);

    StackEvents& events_;  // Outlives this: it owns it.
    discovery::AvahiPoll poll_;
    AvahiClient* client_ = nullptr;
    bool is_usable_ = false;
    AvahiServiceBrowser* browser_ = nullptr;
    std::map<Path, AvahiEntryGroup*> groups_;
    Lookups<AvahiServiceResolver, avahi_service_resolver_new, avahi_service_resolver_free> lookups_{
        events_};
};

bool ClientStack::start() {
    int error = 0;
    client_ =
        avahi_client_new(poll_.api(), AVAHI_CLIENT_NO_FAIL, &ClientStack::on_client, this, &error);
    return client_ != nullptr;
}

/// May be called before `avahi_client_new` has returned.
void ClientStack::on_client(AvahiClient*, AvahiClientState state, void* self) {
    auto* stack = static_cast<ClientStack*>(self);
    switch (state) {
        case AVAHI_CLIENT_CONNECTING: return;
        case AVAHI_CLIENT_FAILURE:
            // The daemon went away and every object of ours with it.
            stack->events_.on_broken();
            return;
        case AVAHI_CLIENT_S_REGISTERING:
        case AVAHI_CLIENT_S_COLLISION:
        case AVAHI_CLIENT_S_RUNNING:
            // The daemon may still quarrel about its own host name: ours is another.
            if (!std::exchange(stack->is_usable_, true)) stack->events_.on_usable();
    }
}

bool ClientStack::browse(bool is_on) {
    if (is_on == (browser_ != nullptr)) return true;
    if (!is_on) {
        avahi_service_browser_free(std::exchange(browser_, nullptr));
        return true;
    }
    browser_ = avahi_service_browser_new(
        client_, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, discovery::service_type.data(),
        discovery::service_domain.data(), AvahiLookupFlags{}, &ClientStack::on_browser, this);
    return browser_ != nullptr;
}

bool ClientStack::publish(const Path& path, std::span<const DnsRecord> records) {
    auto* group = avahi_entry_group_new(
        client_, [](AvahiEntryGroup*, AvahiEntryGroupState, void*) {}, nullptr);
    if (group == nullptr) return false;  // Mostly: not permitted by the administrator.
    int error = 0;
    for (const auto& record : records) {
        if (error < 0) break;
        const auto flags = record.is_unique ? AVAHI_PUBLISH_UNIQUE | AVAHI_PUBLISH_NO_PROBE : 0;
        error = avahi_entry_group_add_record(
            group, static_cast<AvahiIfIndex>(path.interface), protocol_of(path),
            static_cast<AvahiPublishFlags>(flags), record.name.c_str(), class_in,
            static_cast<std::uint16_t>(record.type), record.ttl_s, record.rdata.data(),
            record.rdata.size());
    }
    if (error >= 0) error = avahi_entry_group_commit(group);
    if (error < 0) {
        avahi_entry_group_free(group);
        return false;
    }
    groups_.emplace(path, group);
    return true;
}

void ClientStack::withdraw(const Path& path) {
    const auto it = groups_.find(path);
    if (it == groups_.end()) return;
    avahi_entry_group_free(it->second);
    groups_.erase(it);
}

void ClientStack::on_browser(AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol,
                             AvahiBrowserEvent event, const char* name, const char*, const char*,
                             AvahiLookupResultFlags, void* self) {
    auto& events = static_cast<ClientStack*>(self)->events_;
    if (event == AVAHI_BROWSER_FAILURE) return events.on_broken();
    const auto key = service_key(interface, protocol, name);
    if (!key) return;
    if (event == AVAHI_BROWSER_NEW) events.on_appeared(*key);
    if (event == AVAHI_BROWSER_REMOVE) events.on_vanished(*key);
}

}  // namespace

std::unique_ptr<Stack> make_client_stack(const asio::any_io_executor& executor,
                                         StackEvents& events) {
    auto stack = std::make_unique<ClientStack>(executor, events);
    if (!stack->start()) return nullptr;
    return stack;
}

}  // namespace earshot::discovery::helper
