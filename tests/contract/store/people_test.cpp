#include "core/base/limits.hpp"
#include "tests/contract/store/subject.hpp"

/// People, devices, addresses, settings.
namespace earshot::store::contract {
namespace {

Person person(std::uint64_t number) {
    Person made{.id = id_of<PersonId>(number),
                .name = "Ada",
                .alias = "my sister",
                .state = ContactState::accepted,
                .verified = true,
                .first_met = at(1),
                .last_seen = at(2)};
    made.account_key.fill(static_cast<std::byte>(number));
    return made;
}

Device device(std::uint64_t number) {
    Device made{.id = id_of<DeviceId>(number),
                .person = id_of<PersonId>(number),
                .card_seq = ~std::uint64_t{0},
                .card = Bytes(100, std::byte{7})};
    made.link_key.fill(static_cast<std::byte>(number));
    return made;
}

KnownAddress known(std::uint64_t device, const std::string& endpoint, std::int64_t worked) {
    return {id_of<DeviceId>(device), *Endpoint::parse(endpoint), at(worked)};
}

}  // namespace

TEST_CASE("a store remembers people and devices as they were put last", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto changed = person(1);
    changed.name = "";
    changed.state = ContactState::blocked;
    changed.verified = false;
    auto renewed = device(1);
    renewed.card = {};
    in_turn(subject->stores(), [&] {
        auto& people = subject->stores().people;
        for (const std::uint64_t number : {2u, 1u}) {
            must(people.put_person(person(number)));
            must(people.put_device(device(number)));
        }
        must(people.put_person(changed));
        must(people.put_device(renewed));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& people = subject->stores().people;
        CHECK(must(people.people()) == std::vector{changed, person(2)});
        CHECK(must(people.find_person(changed.id)) == changed);
        CHECK_FALSE(must(people.find_person(id_of<PersonId>(3))));
        CHECK(must(people.devices()) == std::vector{renewed, device(2)});
    });
}

TEST_CASE("a store holds a bounded number of people, and the turn goes on", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& people = subject->stores().people;
        for (std::uint64_t number = 0; number < limits::people_max; ++number)
            must(people.put_person(person(number)));
        CHECK(error_of(people.put_person(person(limits::people_max))) == ErrorKind::too_large);
        must(people.put_person(person(0)));
    });
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().people.people()).size() == limits::people_max); });
}

TEST_CASE("a store keeps the newest addresses of a device", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& addresses = subject->stores().addresses;
        must(addresses.put_address(known(2, "[fe80::1%3]:47700", 5)));
        must(addresses.put_address(known(1, "10.0.0.7:47700", 1)));
        must(addresses.put_address(known(1, "10.0.0.7:47701", 9)));
        must(addresses.put_address(known(1, "10.0.0.7:47700", 7)));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& addresses = subject->stores().addresses;
        CHECK(must(addresses.addresses()) == std::vector{known(1, "10.0.0.7:47701", 9),
                                                         known(1, "10.0.0.7:47700", 7),
                                                         known(2, "[fe80::1%3]:47700", 5)});
        for (int i = 0; i < 40; ++i)
            must(addresses.put_address(known(1, "10.0.0.7:" + std::to_string(100 + i), 100 + i)));
        const auto kept = must(addresses.addresses());
        REQUIRE(kept.size() == limits::addresses_per_candidate_max + 1);
        CHECK(kept.front() == known(1, "10.0.0.7:139", 139));
        CHECK(kept.back() == known(2, "[fe80::1%3]:47700", 5));
    });
}

TEST_CASE("a store forgets a person with their devices and addresses, and nobody else", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        for (const std::uint64_t number : {1u, 2u}) {
            must(subject->stores().people.put_person(person(number)));
            must(subject->stores().people.put_device(device(number)));
            must(subject->stores().addresses.put_address(known(number, "10.0.0.7:47700", 1)));
        }
        must(subject->stores().people.remove_person(person(1).id));
        must(subject->stores().people.remove_person(person(3).id));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        CHECK(must(subject->stores().people.people()) == std::vector{person(2)});
        CHECK(must(subject->stores().people.devices()) == std::vector{device(2)});
        CHECK(must(subject->stores().addresses.addresses()) ==
              std::vector{known(2, "10.0.0.7:47700", 1)});
    });
}

TEST_CASE("a store keeps seeds as they were given", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& addresses = subject->stores().addresses;
        must(addresses.add_seed("office.local:47700"));
        must(addresses.add_seed("10.0.0.1:1"));
        must(addresses.add_seed("10.0.0.1:1"));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& addresses = subject->stores().addresses;
        CHECK(must(addresses.seeds()) ==
              std::vector<std::string>{"10.0.0.1:1", "office.local:47700"});
        must(addresses.remove_seed("10.0.0.1:1"));
        CHECK(error_of(addresses.remove_seed("10.0.0.1:1")) == ErrorKind::not_found);
    });
}

TEST_CASE("a store keeps settings until they are removed", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& settings = subject->stores().settings;
        CHECK_FALSE(must(settings.find_setting("name")));
        must(settings.put_setting("name", "Ada"));
        must(settings.put_setting("name", ""));
        must(settings.put_setting("quiet", std::string_view("a\0b", 3)));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& settings = subject->stores().settings;
        CHECK(must(settings.find_setting("name")) == "");
        CHECK(must(settings.find_setting("quiet")) == std::string("a\0b", 3));
        must(settings.remove_setting("name"));
        must(settings.remove_setting("name"));
        CHECK_FALSE(must(settings.find_setting("name")));
    });
}

}  // namespace earshot::store::contract
