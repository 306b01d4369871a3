#pragma once

#include <map>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "discovery/dns_records.hpp"
#include "discovery/helper_pipe.hpp"
#include "discovery/interfaces.hpp"

/// What to publish on which interface as addresses come and go. Others do not notice a changed
/// address behind a name they know, so a name is taken back, and published again once they have
/// forgotten it. Pure.
namespace earshot::discovery::helper {

using Records = std::vector<discovery::DnsRecord>;
using WantedRecords = std::map<discovery::Path, Records>;

/// An entry for each interface and family with an address. Of IPv6 only link-local addresses are
/// told, where there are any: they reach everybody who can hear us and name us nowhere else. On
/// loopback only IPv4 is used.
WantedRecords records_to_publish(const discovery::Announcement& announcement,
                                 std::span<const discovery::Interface> interfaces);

struct Publish {
    discovery::Path path;
    Records records;
    friend bool operator==(const Publish&, const Publish&) = default;
};
struct Withdraw {
    discovery::Path path;
    friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
using PublishingStep = std::variant<Publish, Withdraw>;

class Publishing {
public:
    /// RFC 6762 10.1: a goodbye takes effect after a second.
    static constexpr Duration forget_time{1100};

    /// In place of everything wanted before. Steps are to be taken in their order.
    std::vector<PublishingStep> on_wanted(WantedRecords wanted, Instant now);
    std::vector<PublishingStep> on_time(Instant now);
    std::optional<Instant> next_deadline() const;

private:
    struct Place {
        Records wanted;
        Records published;
        Instant due{};
    };

    std::map<discovery::Path, Place> places_;
};

}  // namespace earshot::discovery::helper
