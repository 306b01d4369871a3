#include <algorithm>

#include "core/base/limits.hpp"
#include "node/doctor/check.hpp"
#include "node/doctor/reach.hpp"

namespace earshot::doctor {
namespace {

/// RFC 8200, 5: whatever carries less fragments everything.
constexpr std::size_t mtu_least = 1280;
constexpr std::size_t mtu_usual = 1500;

std::string_view kind_text(InterfaceKind kind) {
    switch (kind) {
        case InterfaceKind::lan: return "lan";
        case InterfaceKind::loopback: return "loopback";
        case InterfaceKind::inside: return "inside";
        case InterfaceKind::tunnel: return "tunnel";
    }
    return "lan";
}

class Interfaces final : public Check {
    std::string_view id() const override { return "iface"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence;
        bool is_unplugged = false;
        bool has_no_address = false;
        for (const auto& interface : facts.interfaces) {
            std::string text{kind_text(interface.kind)};
            text += !interface.is_running ? " down" : interface.is_used ? " used" : " not_used";
            evidence.emplace_back(interface.name, text);
            if (interface.kind != InterfaceKind::lan) continue;
            if (!interface.is_running) is_unplugged = true;
            if (interface.is_running && !interface.has_address) has_no_address = true;
        }
        if (has_network(facts)) return found(Verdict::ok, "used", evidence);
        if (has_no_address) return found(Verdict::fail, "no_address", evidence, "get_address");
        if (is_unplugged) return found(Verdict::fail, "unplugged", evidence, "plug_in");
        return found(Verdict::fail, "none", evidence, "plug_in");
    }
};

class Visible final : public Check {
    std::string_view id() const override { return "visibility"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence;
        for (const auto& name : facts.hidden_on) evidence.emplace_back("interface", name);
        if (facts.hidden_on.empty()) return found(Verdict::ok, "seen");
        return found(Verdict::warn, "hidden", evidence, "allow_here");
    }
};

class Port final : public Check {
    std::string_view id() const override { return "port"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence{{"port", std::to_string(facts.port)}};
        if (facts.port == facts.wished_port) return found(Verdict::ok, "as_wished", evidence);
        evidence.emplace_back("wished", std::to_string(facts.wished_port));
        if (!facts.port_holder.empty()) evidence.emplace_back("holder", facts.port_holder);
        // Firewalls that know Earshot let these pass.
        const bool is_preferred = facts.port >= limits::port_preferred &&
                                  facts.port < limits::port_preferred + limits::ports_preferred;
        return found(Verdict::warn, is_preferred ? "taken" : "taken_all", evidence, "free_port");
    }
};

class Isolation final : public Check {
    std::string_view id() const override { return "isolation"; }
    Finding judge(const Facts& facts) const override {
        if (!has_network(facts)) return found(Verdict::skip, "no_network");
        if (is_isolated(facts))
            return found(Verdict::fail, "isolated", evidence_of(facts.dialled), "other_network");
        if (facts.gateways.empty() || facts.dialled.empty())
            return found(Verdict::skip, "nobody_to_try");
        return found(Verdict::ok, "open");
    }
};

class PathMtu final : public Check {
    std::string_view id() const override { return "mtu"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence;
        std::size_t least = mtu_usual;
        bool is_cut = false;
        for (const auto& path : facts.paths) {
            if (path.mtu == 0) continue;
            evidence.emplace_back(path.address.text(), std::to_string(path.mtu));
            least = std::min(least, path.mtu);
            // Who sends does not learn it, so that whatever is larger never arrives.
            if (path.largest == 0 || path.largest >= std::min(path.mtu, mtu_usual)) continue;
            is_cut = true;
            evidence.emplace_back("largest", std::to_string(path.largest));
        }
        for (const auto& interface : facts.interfaces) {
            if (!interface.is_used || interface.mtu == 0) continue;
            if (interface.mtu >= mtu_usual) continue;
            evidence.emplace_back(interface.name, std::to_string(interface.mtu));
            least = std::min(least, interface.mtu);
        }
        if (is_cut) return found(Verdict::warn, "cut", evidence, "check_tunnel");
        if (least < mtu_least) return found(Verdict::warn, "small", evidence, "check_tunnel");
        return found(Verdict::ok, least < mtu_usual ? "reduced" : "usual", evidence);
    }
};

}  // namespace

void add_network_checks(Checks& checks) {
    checks.push_back(std::make_unique<Interfaces>());
    checks.push_back(std::make_unique<Visible>());
    checks.push_back(std::make_unique<Port>());
    checks.push_back(std::make_unique<Isolation>());
    checks.push_back(std::make_unique<PathMtu>());
}

}  // namespace earshot::doctor
