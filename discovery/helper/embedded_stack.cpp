#include "discovery/helper/embedded_stack.hpp"

#include <avahi-common/malloc.h>
#include <avahi-core/core.h>
#include <avahi-core/lookup.h>
#include <avahi-core/publish.h>
#include <avahi-core/rr.h>

#include <map>
#include <random>
#include <utility>

#include "core/base/bytes.hpp"
#include "discovery/avahi_poll.hpp"
#include "discovery/helper/avahi_values.hpp"
#include "discovery/helper/lookups.hpp"

namespace earshot::discovery::helper {
namespace {

namespace asio = boost::asio;
using discovery::DnsRecord;
using discovery::Path;

/// Twice what Linux gives; the system may allow less.
constexpr std::size_t receive_buffer_bytes = 1024 * 1024;
/// Four records of each of a thousand computers; beyond that Avahi's lists are too slow anyway.
constexpr unsigned cache_entries_max = 4096;

/// The stack's own host name is never published, but must not be the system's by accident.
std::string random_label() {
    // tidy(randomness): a process of its own, which no seed replays.
    std::random_device device;
    Bytes bytes;
    while (bytes.size() < 16) append_u32(bytes, device());
    return to_base32(bytes);
}

AvahiServerConfig make_config(const std::vector<std::string>& interfaces) {
    AvahiServerConfig config{};
    avahi_server_config_init(&config);
    avahi_free(config.host_name);
    config.host_name = avahi_strdup(random_label().c_str());
    config.use_ipv4 = 1;
    config.use_ipv6 = 1;
    for (const auto& name : interfaces)
        config.allow_interfaces = avahi_string_list_add(config.allow_interfaces, name.c_str());
    config.allow_point_to_point = interfaces.empty() ? 0 : 1;
    // Only what the announcement says: reverse records would be fought over by the stacks of one
    // computer, the others tell about the system.
    config.publish_addresses = 0;
    config.publish_hinfo = 0;
    config.publish_workstation = 0;
    config.publish_domain = 0;
    config.enable_wide_area = 0;
    // Without it, who comes back after the cable was out is found up to an hour later.
    config.use_iff_running = 1;
    config.disallow_other_stacks = 0;
    config.n_cache_entries_max = cache_entries_max;
    return config;
}

class EmbeddedStack final : public Stack {
public:
    EmbeddedStack(const asio::any_io_executor& executor, StackEvents& events)
        : events_(events), poll_(executor, receive_buffer_bytes) {}
    ~EmbeddedStack() override {
        // Sends the goodbyes of everything published before it returns.
        if (server_ != nullptr) avahi_server_free(server_);
    }

    bool start(const std::vector<std::string>& interfaces);
    bool browse(bool is_on) override;
    bool publish(const Path& path, std::span<const DnsRecord> records) override;
    void withdraw(const Path& path) override;
    void resolve(const ServiceKey& key) override { lookups_.resolve(server_, key); }
    void abandon(const ServiceKey& key) override { lookups_.abandon(key); }

private:
    static void on_server(AvahiServer* server, AvahiServerState state, void* self);
    static void on_browser(AvahiSServiceBrowser* browser, AvahiIfIndex interface,
                           AvahiProtocol protocol, AvahiBrowserEvent event, const char* name,
                           const char* type, const char* domain, AvahiLookupResultFlags flags,
                           void* self);

    int add(AvahiSEntryGroup* group, const Path& path, const DnsRecord& record);

    StackEvents& events_;  // Outlives this: it owns it.
    discovery::AvahiPoll poll_;
    AvahiServer* server_ = nullptr;
    AvahiSServiceBrowser* browser_ = nullptr;
    std::map<Path, AvahiSEntryGroup*> groups_;
    Lookups<AvahiSServiceResolver, avahi_s_service_resolver_new, avahi_s_service_resolver_free>
        lookups_{events_};
};

bool EmbeddedStack::start(const std::vector<std::string>& interfaces) {
    auto config = make_config(interfaces);
    int error = 0;
    server_ = avahi_server_new(poll_.api(), &config, &EmbeddedStack::on_server, this, &error);
    avahi_server_config_free(&config);
    return server_ != nullptr;
}

bool EmbeddedStack::browse(bool is_on) {
    if (is_on == (browser_ != nullptr)) return true;
    if (!is_on) {
        avahi_s_service_browser_free(std::exchange(browser_, nullptr));
        return true;
    }
    browser_ = avahi_s_service_browser_new(
        server_, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, discovery::service_type.data(),
        discovery::service_domain.data(), AvahiLookupFlags{}, &EmbeddedStack::on_browser, this);
    return browser_ != nullptr;
}

void EmbeddedStack::on_server(AvahiServer*, AvahiServerState state, void* self) {
    auto& events = static_cast<EmbeddedStack*>(self)->events_;
    if (state == AVAHI_SERVER_RUNNING) events.on_usable();
    // A collision cannot be: the host name is 128 random bits and nowhere published.
    if (state == AVAHI_SERVER_FAILURE || state == AVAHI_SERVER_COLLISION) events.on_broken();
}

int EmbeddedStack::add(AvahiSEntryGroup* group, const Path& path, const DnsRecord& record) {
    auto* raw = avahi_record_new_full(record.name.c_str(), AVAHI_DNS_CLASS_IN,
                                      static_cast<std::uint16_t>(record.type), record.ttl_s);
    if (raw == nullptr) return -1;
    int error = avahi_rdata_parse(raw, record.rdata.data(), record.rdata.size());
    const auto flags = record.is_unique ? AVAHI_PUBLISH_UNIQUE | AVAHI_PUBLISH_NO_PROBE : 0;
    if (error >= 0)
        error = avahi_server_add(server_, group, static_cast<AvahiIfIndex>(path.interface),
                                 protocol_of(path), static_cast<AvahiPublishFlags>(flags), raw);
    avahi_record_unref(raw);
    return error;
}

bool EmbeddedStack::publish(const Path& path, std::span<const DnsRecord> records) {
    auto* group = avahi_s_entry_group_new(
        server_, [](AvahiServer*, AvahiSEntryGroup*, AvahiEntryGroupState, void*) {}, nullptr);
    if (group == nullptr) return false;
    int error = 0;
    for (const auto& record : records)
        if (error >= 0) error = add(group, path, record);
    if (error >= 0) error = avahi_s_entry_group_commit(group);
    if (error < 0) {
        avahi_s_entry_group_free(group);
        return false;
    }
    groups_.emplace(path, group);
    return true;
}

void EmbeddedStack::withdraw(const Path& path) {
    const auto it = groups_.find(path);
    if (it == groups_.end()) return;
    avahi_s_entry_group_free(it->second);
    groups_.erase(it);
}

void EmbeddedStack::on_browser(AvahiSServiceBrowser*, AvahiIfIndex interface,
                               AvahiProtocol protocol, AvahiBrowserEvent event, const char* name,
                               const char*, const char*, AvahiLookupResultFlags flags, void* self) {
    auto& events = static_cast<EmbeddedStack*>(self)->events_;
    if (event == AVAHI_BROWSER_FAILURE) events.on_broken();
    if ((flags & AVAHI_LOOKUP_RESULT_LOCAL) != 0) return;
    const auto key = service_key(interface, protocol, name);
    if (!key) return;
    if (event == AVAHI_BROWSER_NEW) events.on_appeared(*key);
    if (event == AVAHI_BROWSER_REMOVE) events.on_vanished(*key);
}

}  // namespace

std::unique_ptr<Stack> make_embedded_stack(const asio::any_io_executor& executor,
                                           const std::vector<std::string>& interfaces,
                                           StackEvents& events) {
    auto stack = std::make_unique<EmbeddedStack>(executor, events);
    if (!stack->start(interfaces)) return nullptr;
    return stack;
}

}  // namespace earshot::discovery::helper
