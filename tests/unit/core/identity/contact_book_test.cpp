#include "core/identity/contact_book.hpp"

#include "core/base/limits.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"

namespace earshot::identity {
namespace {

using namespace std::chrono_literals;

struct Fixture {
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    std::optional<ContactBook> book;

    Fixture() {
        REQUIRE(stores.transactions.begin());
        load();
    }
    void load() { book.emplace(*ContactBook::load(stores.people)); }

    static store::Device device_of(unsigned first, unsigned second = 0) {
        store::Device device;
        device.person.bytes[0] = static_cast<std::byte>(first);
        device.person.bytes[1] = static_cast<std::byte>(second);
        device.id.bytes[0] = static_cast<std::byte>(first);
        device.id.bytes[1] = static_cast<std::byte>(second);
        return device;
    }
    PersonId meet(unsigned first, std::string_view name, unsigned second = 0) {
        auto device = device_of(first, second);
        store::Person person;
        person.id = device.person;
        REQUIRE(book->on_proven(person, device, WallTime{1s}));
        device.card_seq = 1;
        device.card = Bytes(1);
        REQUIRE(book->on_card(device, name));
        return person.id;
    }
};

using Found = std::vector<PersonId>;

}  // namespace

TEST_CASE("contact book finds a person by id, by prefix and by name", "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    const auto bob = f.meet(200, "Bob");
    CHECK(f.book->resolve(anna.text()).candidates == Found{anna});
    CHECK(f.book->resolve(bob.text().substr(0, 6)).candidates == Found{bob});
    CHECK(f.book->resolve("Bob").candidates == Found{bob});
    CHECK(f.book->resolve("anna").candidates == Found{anna});
    CHECK(f.book->resolve("Carol").candidates.empty());
    CHECK(f.book->resolve(bob.text().substr(0, 3)).candidates.empty());
    CHECK(f.book->resolve(PersonId{}.text()).candidates.empty());
}

TEST_CASE("contact book never guesses between two people", "[contact_book]") {
    Fixture f;
    const auto one = f.meet(1, "Sam", 1);
    const auto other = f.meet(1, "Sam", 2);
    const auto small = f.meet(9, "sam");
    CHECK(f.book->resolve("Sam").candidates == Found{one, other});
    CHECK(f.book->resolve("sam").candidates == Found{small});
    CHECK(f.book->resolve("SAM").candidates == Found{one, other, small});
}

TEST_CASE("contact book treats a name that looks like another's id as both", "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    const auto imitator = f.meet(200, anna.text().substr(0, 8));
    CHECK(f.book->resolve(anna.text().substr(0, 8)).is_ambiguous());
    CHECK(f.book->resolve(anna.text()).candidates == Found{anna});
    CHECK(f.book->resolve(imitator.text()).candidates == Found{imitator});
}

TEST_CASE("contact book ignores an older card and tells what a newer one changed",
          "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    auto device = Fixture::device_of(1);
    device.card = Bytes(1);
    device.card_seq = 1;
    CHECK(*f.book->on_card(device, "Old") == Change::none);
    device.card_seq = 2;
    CHECK(*f.book->on_card(device, "Anna") == Change::none);
    device.card_seq = 3;
    CHECK(*f.book->on_card(device, "Anne") == Change::updated);
    CHECK(f.book->find(anna)->name == "Anne");
}

TEST_CASE("contact book finds a person by what we call them", "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    const auto bob = f.meet(200, "Bob");
    CHECK(*f.book->set_alias(anna, "My sister") == Change::updated);
    CHECK(*f.book->set_alias(anna, "My sister") == Change::none);
    CHECK(f.book->resolve("my sister").candidates == Found{anna});
    CHECK(f.book->resolve("Anna").candidates == Found{anna});
    CHECK(f.book->resolve("").candidates.empty());
    // Whoever takes the name that we gave to another does not get their messages.
    const auto impostor = f.meet(3, "My sister");
    CHECK(f.book->resolve("My sister").candidates == Found{anna, impostor});
    CHECK(*f.book->set_alias(anna, "") == Change::updated);
    CHECK(f.book->resolve("my sister").candidates == Found{impostor});
    CHECK(f.book->set_alias(PersonId{}, "nobody").error().kind == ErrorKind::not_found);
    CHECK(f.book->find(bob)->alias.empty());
}

TEST_CASE("contact book blocks and unblocks", "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    CHECK(*f.book->set_blocked(anna, false) == Change::none);
    CHECK(f.book->find(anna)->state == store::ContactState::unknown);
    CHECK(*f.book->set_blocked(anna, true) == Change::updated);
    CHECK(*f.book->set_blocked(anna, true) == Change::none);
    CHECK(*f.book->accept(anna) == Change::none);
    CHECK(f.book->find(anna)->state == store::ContactState::blocked);
    CHECK(*f.book->set_blocked(anna, false) == Change::updated);
    CHECK(f.book->find(anna)->state == store::ContactState::accepted);
}

TEST_CASE("contact book declines people who are no contacts", "[contact_book]") {
    Fixture f;
    const auto eve = f.meet(1, "Eve");
    CHECK(*f.book->decline(eve) == Change::updated);
    CHECK(f.book->find(eve)->state == store::ContactState::declined);
    CHECK(*f.book->accept(eve) == Change::updated);
    CHECK(*f.book->decline(eve) == Change::none);
    CHECK(f.book->find(eve)->state == store::ContactState::accepted);
}

TEST_CASE("contact book forgets a person with everything that was decided about them",
          "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    REQUIRE(f.book->accept(anna));
    REQUIRE(f.book->set_verified(anna, true));
    REQUIRE(f.book->set_alias(anna, "My sister"));
    REQUIRE(f.book->forget(anna));
    CHECK(f.book->forget(anna).error().kind == ErrorKind::not_found);
    CHECK(f.book->devices().empty());
    CHECK(f.book->resolve("Anna").candidates.empty());
    f.load();
    CHECK(f.book->people().empty());

    f.meet(1, "Anna");
    CHECK(f.book->find(anna)->state == store::ContactState::unknown);
    CHECK_FALSE(f.book->find(anna)->verified);
    CHECK(f.book->find(anna)->alias.empty());
}

TEST_CASE("A16 contact book tells a contact from another account that uses their name",
          "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Änna");
    const auto other = f.meet(200, "äNNA");
    const auto namesake = [&](const PersonId& id) {
        return f.book->namesake_of(*f.book->find(id));
    };
    CHECK_FALSE(namesake(other));  // Both are strangers.
    REQUIRE(f.book->accept(anna));
    CHECK(namesake(other) == anna);
    CHECK_FALSE(namesake(anna));
    f.load();
    CHECK(namesake(other) == anna);

    SECTION("who inherits nothing") {
        REQUIRE(f.book->set_verified(anna, true));
        CHECK_FALSE(f.book->find(other)->verified);
        CHECK(f.book->find(other)->state == store::ContactState::unknown);
    }
    SECTION("or who uses what we call them") {
        REQUIRE(f.book->set_alias(anna, "My sister"));
        const auto third = f.meet(3, "MY SISTER");
        CHECK(namesake(third) == anna);
        REQUIRE(f.book->set_alias(anna, ""));
        CHECK_FALSE(namesake(third));
    }
    SECTION("until one of them is called otherwise, or is a contact, too") {
        auto device = Fixture::device_of(200);
        device.card = Bytes(1);
        device.card_seq = 2;
        REQUIRE(f.book->on_card(device, "Berta"));
        CHECK_FALSE(namesake(other));
        device.card_seq = 3;
        REQUIRE(f.book->on_card(device, "Änna"));
        CHECK(namesake(other) == anna);
        REQUIRE(f.book->accept(other));
        CHECK_FALSE(namesake(other));
    }
    SECTION("and nobody is warned of whom they blocked or forgot") {
        REQUIRE(f.book->forget(anna));
        CHECK_FALSE(namesake(other));
    }
}

TEST_CASE("contact book is the same after a restart", "[contact_book]") {
    Fixture f;
    const auto anna = f.meet(1, "Anna");
    REQUIRE(f.book->accept(anna));
    REQUIRE(f.book->set_alias(anna, "My sister"));
    REQUIRE(f.book->set_verified(anna, true));
    REQUIRE(f.book->on_seen(anna, WallTime{5s}));
    REQUIRE(f.book->on_seen(anna, WallTime{4s}));
    const auto before = *f.book->find(anna);
    f.load();
    REQUIRE(f.book->find(anna));
    CHECK(*f.book->find(anna) == before);
    CHECK(before.last_seen == WallTime{5s});
    CHECK(before.state == store::ContactState::accepted);
    CHECK(f.book->devices_of(anna).size() == 1);
}

TEST_CASE("contact book takes no more strangers than it may", "[contact_book]") {
    Fixture f;
    for (std::size_t i = 0; i < limits::people_max; ++i)
        f.meet(static_cast<unsigned>(i >> 8), "x", static_cast<unsigned>(i));
    store::Device device;
    device.person.bytes[5] = std::byte{1};
    store::Person person;
    person.id = device.person;
    CHECK(f.book->on_proven(person, device, WallTime{}).error().kind == ErrorKind::busy);
}

TEST_CASE("contact book takes so many devices of one person, and none of another's",
          "[contact_book]") {
    Fixture f;
    const auto keys_of = [](unsigned number) {
        store::Device device;
        device.id.bytes[3] = static_cast<std::byte>(number);
        device.person.bytes[5] = std::byte{1};
        return device;
    };
    store::Person person;
    person.id = keys_of(1).person;
    unsigned number = 0;
    while (number < limits::devices_per_person_max)
        REQUIRE(f.book->on_told(person, keys_of(++number), WallTime{}));
    CHECK(f.book->on_told(person, keys_of(++number), WallTime{}).error().kind == ErrorKind::busy);
    CHECK(*f.book->on_told(person, keys_of(1), WallTime{}) == Change::none);

    auto stolen = keys_of(1);
    store::Person thief;
    thief.id.bytes[5] = std::byte{2};
    stolen.person = thief.id;
    CHECK(f.book->on_told(thief, stolen, WallTime{}).error().kind == ErrorKind::conflict);
    CHECK(f.book->find(thief.id) == nullptr);
    CHECK(f.book->find_device(stolen.id)->person == person.id);
}

}  // namespace earshot::identity
