#include <algorithm>

#include "node/doctor/check.hpp"

namespace earshot::doctor {
namespace {

using std::chrono_literals::operator""min;

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::uint64_t disk_free_warn = 100 * mebibyte;
constexpr std::uint64_t disk_free_fail = 5 * mebibyte;
constexpr Duration clock_wrong = 1min;

class Daemon final : public Check {
    std::string_view id() const override { return "daemon"; }
    Finding judge(const Facts& facts) const override {
        return found(Verdict::ok, "runs", {{"version", facts.version}});
    }
};

class Profile final : public Check {
    std::string_view id() const override { return "profile"; }
    Finding judge(const Facts& facts) const override {
        if (facts.is_profile_private) return found(Verdict::ok, "private");
        return found(Verdict::warn, "open_to_others", {}, "close_folder");
    }
};

/// Nobody is kept from anybody by what it finds: that comes with the next start.
class Keyring final : public Check {
    std::string_view id() const override { return "keyring"; }
    Finding judge(const Facts& facts) const override {
        if (!facts.keyring) return {};
        switch (*facts.keyring) {
            case secrets::Sight::there: return found(Verdict::ok, "there");
            case secrets::Sight::lost: return found(Verdict::warn, "lost", {}, "save_profile");
            case secrets::Sight::locked: return found(Verdict::warn, "locked", {}, "open_keyring");
            case secrets::Sight::absent: return found(Verdict::warn, "absent", {}, "start_keyring");
            case secrets::Sight::silent: break;
        }
        return found(Verdict::warn, "silent", {}, "start_keyring");
    }
};

class Store final : public Check {
    std::string_view id() const override { return "store"; }
    Finding judge(const Facts& facts) const override {
        if (facts.does_store_work) return found(Verdict::ok, "works");
        return found(Verdict::fail, "broken", {}, "see_log");
    }
};

class Disk final : public Check {
    std::string_view id() const override { return "disk"; }
    Finding judge(const Facts& facts) const override {
        if (!facts.disk_free_bytes) return found(Verdict::skip, "unknown");
        const auto free = *facts.disk_free_bytes;
        Evidence evidence{{"free_mib", std::to_string(free / mebibyte)}};
        if (free < disk_free_fail) return found(Verdict::fail, "full", evidence, "make_room");
        if (free < disk_free_warn) return found(Verdict::warn, "low", evidence, "make_room");
        return found(Verdict::ok, "room", evidence);
    }
};

class Version final : public Check {
    std::string_view id() const override { return "version"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence{{"daemon", facts.version}};
        if (!facts.program_version) return found(Verdict::ok, "daemon_only", evidence);
        evidence.emplace_back("program", *facts.program_version);
        if (*facts.program_version == facts.version) return found(Verdict::ok, "same", evidence);
        return found(Verdict::warn, "differs", evidence, "restart_daemon");
    }
};

/// Nothing here depends on clocks; people who compare times of messages do.
class Clock final : public Check {
    std::string_view id() const override { return "clock"; }
    Finding judge(const Facts& facts) const override {
        auto offsets = facts.clock_offsets;
        if (offsets.empty()) return found(Verdict::skip, "nobody_to_compare");
        std::ranges::sort(offsets);
        const auto median = offsets[offsets.size() / 2];
        const auto differ = std::ranges::count_if(
            offsets, [](Duration each) { return std::chrono::abs(each) >= clock_wrong; });
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(median).count();
        const Evidence evidence{{"seconds_behind", std::to_string(seconds)},
                                {"differ", std::to_string(differ)},
                                {"compared", std::to_string(offsets.size())}};
        if (std::chrono::abs(median) < clock_wrong) return found(Verdict::ok, "agrees", evidence);
        // Of two clocks nobody knows which is right.
        if (offsets.size() == 1)
            return found(Verdict::warn, "differs_from_one", evidence, "set_clock");
        return found(Verdict::warn, median > Duration{} ? "behind" : "ahead", evidence,
                     "set_clock");
    }
};

class Twin final : public Check {
    std::string_view id() const override { return "dup"; }
    Finding judge(const Facts& facts) const override {
        if (!facts.runs_twice) return found(Verdict::ok, "once");
        return found(Verdict::fail, "twice", {}, "end_the_other");
    }
};

/// Neither of these two is needed: what goes without them is said, and is no trouble.
class Systemd final : public Check {
    std::string_view id() const override { return "systemd"; }
    Finding judge(const Facts& facts) const override {
        if (facts.is_service) return found(Verdict::ok, "starts_daemon");
        return facts.has_systemd ? found(Verdict::ok, "not_installed")
                                 : found(Verdict::skip, "absent");
    }
};

class Bus final : public Check {
    std::string_view id() const override { return "dbus"; }
    Finding judge(const Facts& facts) const override {
        return facts.has_system_bus ? found(Verdict::ok, "there") : found(Verdict::skip, "absent");
    }
};

}  // namespace

void add_computer_checks(Checks& checks) {
    checks.push_back(std::make_unique<Daemon>());
    checks.push_back(std::make_unique<Profile>());
    checks.push_back(std::make_unique<Keyring>());
    checks.push_back(std::make_unique<Disk>());  // Before the store, which may fail for it.
    checks.push_back(std::make_unique<Store>());
    checks.push_back(std::make_unique<Version>());
    checks.push_back(std::make_unique<Clock>());
    checks.push_back(std::make_unique<Twin>());
    checks.push_back(std::make_unique<Systemd>());
    checks.push_back(std::make_unique<Bus>());
}

}  // namespace earshot::doctor
