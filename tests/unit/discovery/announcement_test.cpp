#include "discovery/announcement.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::discovery {
namespace {

InstanceId random_instance(crypto::Entropy& entropy) {
    return InstanceId{crypto::random_array<16>(entropy)};
}

std::vector<DiscoveryKey> random_teams(std::size_t count, crypto::Entropy& entropy) {
    std::vector<DiscoveryKey> teams;
    for (std::size_t i = 0; i < count; ++i) teams.push_back(DiscoveryKey::generate(entropy));
    return teams;
}

Result<Tags> parse(std::vector<std::string_view> strings) { return parse_txt(strings); }

}  // namespace

TEST_CASE("announcement carries a tag for each team and noise in the other places") {
    support::SeededEntropy entropy{1};
    const auto instance = random_instance(entropy);
    const auto teams = random_teams(3, entropy);
    const auto other = DiscoveryKey::generate(entropy);

    const auto announcement = make_announcement(instance, 47700, teams, entropy);
    CHECK(announcement.instance == instance);
    CHECK(announcement.port == 47700);
    for (const auto& team : teams) CHECK(has_tag(announcement.tags, team, instance));
    CHECK_FALSE(has_tag(announcement.tags, other, instance));
    CHECK_FALSE(has_tag(announcement.tags, teams[0], random_instance(entropy)));
}

TEST_CASE("announcement with more teams than places gives each team its chance") {
    support::SeededEntropy entropy{2};
    const auto teams = random_teams(12, entropy);
    std::vector<int> times(teams.size());
    for (int run = 0; run < 300; ++run) {
        const auto instance = random_instance(entropy);
        const auto announcement = make_announcement(instance, 1024, teams, entropy);
        for (std::size_t i = 0; i < teams.size(); ++i)
            times[i] += has_tag(announcement.tags, teams[i], instance) ? 1 : 0;
    }
    // 100 is expected of each; a place that is never drawn would show as 0.
    CHECK(std::ranges::all_of(times, [](int count) { return count > 50 && count < 150; }));
}

TEST_CASE("announcements of one computer have nothing in common, so runs cannot be linked") {
    support::SeededEntropy entropy{3};
    const auto teams = random_teams(4, entropy);
    std::set<Tag> tags;
    std::set<std::string> labels;
    for (int run = 0; run < 64; ++run) {
        const auto announcement =
            make_announcement(random_instance(entropy), 47700, teams, entropy);
        tags.insert(announcement.tags.begin(), announcement.tags.end());
        labels.insert(announcement.host_label);
        labels.insert(instance_name(announcement.instance));
    }
    CHECK(tags.size() == 64 * 4);
    CHECK(labels.size() == 64 * 2);
}

TEST_CASE("announcement does not show by position which tags are real") {
    support::SeededEntropy entropy{4};
    const auto teams = random_teams(1, entropy);
    std::array<int, 4> places{};
    for (int run = 0; run < 400; ++run) {
        const auto instance = random_instance(entropy);
        const auto announcement = make_announcement(instance, 47700, teams, entropy);
        const auto tag = make_tag(teams[0], instance);
        const auto place = std::ranges::find(announcement.tags, tag) - announcement.tags.begin();
        ++places[static_cast<std::size_t>(place)];
    }
    CHECK(std::ranges::all_of(places, [](int count) { return count > 60 && count < 140; }));
}

TEST_CASE("instance name has one form only") {
    const InstanceId instance{};
    const auto name = instance_name(instance);
    CHECK(name == std::string(26, 'a'));
    CHECK(parse_instance_name(name) == instance);
    CHECK_FALSE(parse_instance_name(std::string(26, 'A')));
    CHECK_FALSE(parse_instance_name(std::string(25, 'a')));
    CHECK_FALSE(parse_instance_name(std::string(27, 'a')));
    CHECK_FALSE(parse_instance_name(std::string(25, 'a') + "b"));  // Two unused bits are set.
    CHECK_FALSE(parse_instance_name(std::string(25, 'a') + "."));
    CHECK_FALSE(parse_instance_name(""));
}

TEST_CASE("TXT record survives the way there and back") {
    support::SeededEntropy entropy{5};
    const auto announcement = make_announcement(random_instance(entropy), 47700, {}, entropy);
    const auto strings = txt_strings(announcement.tags);
    const std::vector<std::string_view> views{strings.begin(), strings.end()};
    const auto parsed = parse_txt(views);
    REQUIRE(parsed);
    CHECK(*parsed == announcement.tags);

    Bytes rdata;
    for (const auto& string : strings) {
        rdata.push_back(static_cast<std::byte>(string.size()));
        append(rdata, bytes_of(string));
    }
    const auto from_rdata = parse_txt_rdata(rdata);
    REQUIRE(from_rdata);
    CHECK(*from_rdata == announcement.tags);
    rdata.pop_back();
    CHECK_FALSE(parse_txt_rdata(rdata));
}

TEST_CASE("TXT record of strangers is read strictly where it is ours and leniently elsewhere") {
    const std::string tags = "t=" + tags_text(Tags{});
    const std::string other = "t=" + std::string(43, '_');
    REQUIRE(parse({"v=1", tags}));
    CHECK(parse({tags, "v=1"}));
    CHECK(parse({"u=47700", "v=1", "", "x", tags}));  // Keys of a later version.
    CHECK(*parse({"v=1", tags, other}) == Tags{});    // Of a repeated key the first counts.
    CHECK_FALSE(parse({"v=1"}));
    CHECK_FALSE(parse({tags}));
    CHECK_FALSE(parse({"v=2", tags}));
    CHECK_FALSE(parse({"v=2", "v=1", tags}));
    CHECK_FALSE(parse({"v=", tags}));
    CHECK_FALSE(parse({"v=1", tags + "A"}));
    CHECK_FALSE(parse({"v=1", tags.substr(0, tags.size() - 1)}));
    CHECK_FALSE(parse({"v=1", tags.substr(0, tags.size() - 1) + "="}));
    CHECK_FALSE(parse({"v=1", tags.substr(0, tags.size() - 1) + "B"}));  // Unused bits are set.
    CHECK_FALSE(parse({}));

    const std::string filler(limits::mdns_txt_bytes_max, 'x');
    const auto too_large = parse({"v=1", tags, filler});
    REQUIRE_FALSE(too_large);
    CHECK(too_large.error().kind == ErrorKind::too_large);
}

}  // namespace earshot::discovery
