#include "node/doctor/firewall.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace earshot::doctor {
namespace {

/// One input chain, as `nft -j list ruleset` prints it.
std::string ruleset(std::string_view policy, std::string_view rules, std::string_view more = {}) {
    return R"({"nftables":[{"metainfo":{"version":"1.0.6"}},)"
           R"({"table":{"family":"inet","name":"filter"}},)"
           R"({"chain":{"family":"inet","table":"filter","name":"input","type":"filter",)"
           R"("hook":"input","prio":0,"policy":")" +
           std::string{policy} + R"("}})" + std::string{rules} + std::string{more} + "]}";
}

std::string rule(std::string_view expressions, std::string_view chain = "input") {
    return R"(,{"rule":{"family":"inet","table":"filter","chain":")" + std::string{chain} +
           R"(","expr":[)" + std::string{expressions} + "]}}";
}

constexpr std::string_view accept = R"({"accept":null})";
constexpr std::string_view drop = R"({"drop":null})";
constexpr std::string_view established =
    R"({"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},)"
    R"({"accept":null})";

std::string tcp_port(std::string_view right, std::string_view verdict) {
    return R"({"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":)" +
           std::string{right} + "}}," + std::string{verdict};
}

bool keeps_out(const std::string& text) { return read_ruleset(text, 47700).keeps_out; }

}  // namespace

TEST_CASE("firewall without an input chain keeps nobody out", "[doctor]") {
    const auto facts = read_ruleset(R"({"nftables":[{"metainfo":{}}]})", 47700);
    CHECK(facts.sight == FirewallFacts::Sight::read);
    CHECK_FALSE(facts.keeps_out);
    CHECK(facts.program.empty());
    CHECK_FALSE(keeps_out(ruleset("accept", "")));
}

TEST_CASE("firewall that drops by default keeps others out, unless a rule lets the port in",
          "[doctor]") {
    CHECK(keeps_out(ruleset("drop", "")));
    CHECK(keeps_out(ruleset("drop", rule(established))));
    CHECK(keeps_out(ruleset("drop", rule(tcp_port("22", accept)))));
    CHECK_FALSE(keeps_out(ruleset("drop", rule(tcp_port("47700", accept)))));
    CHECK_FALSE(keeps_out(ruleset("drop", rule(tcp_port(R"({"range":[47700,47709]})", accept)))));
    CHECK_FALSE(keeps_out(ruleset("drop", rule(tcp_port(R"({"set":[22,47700]})", accept)))));
    CHECK_FALSE(keeps_out(ruleset("drop", rule(accept))));
    const auto facts = read_ruleset(ruleset("drop", ""), 47700);
    CHECK(facts.chain == "inet filter input");
    CHECK(facts.program == "nftables");
}

TEST_CASE("firewall's first rule about the port counts", "[doctor]") {
    CHECK(keeps_out(ruleset("accept", rule(drop))));
    CHECK(keeps_out(ruleset("accept", rule(tcp_port("47700", drop)))));
    CHECK_FALSE(keeps_out(ruleset("accept", rule(tcp_port("22", drop)))));
    CHECK_FALSE(keeps_out(ruleset("accept", rule(tcp_port("47700", accept)) + rule(drop))));
    CHECK(keeps_out(ruleset("accept", rule(drop) + rule(tcp_port("47700", accept)))));
}

TEST_CASE("firewall's other chains are followed", "[doctor]") {
    const std::string chain = R"(,{"chain":{"family":"inet","table":"filter","name":"allowed"}})";
    const auto jump = rule(R"({"jump":{"target":"allowed"}})");
    CHECK_FALSE(
        keeps_out(ruleset("drop", jump, chain + rule(tcp_port("47700", accept), "allowed"))));
    CHECK(keeps_out(ruleset("drop", jump, chain)));
    CHECK(keeps_out(ruleset("accept", jump, chain + rule(drop, "allowed"))));
    // A circle, which nft refuses, must not catch us.
    CHECK(keeps_out(
        ruleset("drop", jump, chain + rule(R"({"jump":{"target":"input"}})", "allowed"))));
}

TEST_CASE("firewall's listing that makes no sense is no listing", "[doctor]") {
    for (const auto* text :
         {"", "[]", "{}", R"({"nftables":7})", R"({"nftables":[7,{"rule":8},{"chain":[]}]})"})
        CHECK_FALSE(read_ruleset(text, 47700).keeps_out);
    CHECK(read_ruleset("", 47700).sight == FirewallFacts::Sight::absent);
}

}  // namespace earshot::doctor
