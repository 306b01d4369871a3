#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/helper_source.hpp"
#include "discovery/source.hpp"

/// Finds computers by mDNS: through the system's Avahi daemon where it runs, otherwise with an
/// mDNS stack of our own, and changes over when the daemon comes or goes. Both announce the same
/// instance, so others notice nothing.
namespace earshot::discovery {

struct MdnsOptions {
    std::vector<std::string> interfaces;  ///< The only ones to use; empty means all.
    std::string daemon_helper = helper_path("earshot-avahi");
    std::string embedded_helper = helper_path("earshot-mdns");
};

class MdnsSource final : public Source, private Sightings {
public:
    /// `sightings` outlives this.
    MdnsSource(const boost::asio::any_io_executor& executor, const MdnsOptions& options,
               Sightings& sightings);

    std::string_view name() const override { return "mdns"; }
    void announce(const Announcement& announcement) override;
    void show_on(const Audience& audience) override;
    /// As HelperSource::look.
    void look(bool is_on);
    boost::asio::awaitable<void> run() override;
    void look_again() override;
    SourceState state() const override;

private:
    void on_sighted(const Sighting& sighting) override;
    void on_lost(std::string_view source, const InstanceId& instance) override;

    boost::asio::awaitable<void> choose();
    boost::asio::awaitable<void> daemon_has_answered();
    boost::asio::awaitable<void> daemon_is_usable();
    boost::asio::awaitable<void> daemon_has_taken_over();

    Sightings& sightings_;
    HelperSource daemon_;
    HelperSource embedded_;
};

}  // namespace earshot::discovery
