#include "tests/contract/store/subject.hpp"

/// One turn, one transaction.
namespace earshot::store::contract {
namespace {

/// Writes to every table, so that a rollback that forgets one shows.
void write_everything(const Stores& stores, std::uint64_t number) {
    const auto time = at(static_cast<std::int64_t>(number));
    must(stores.people.put_person({.id = id_of<PersonId>(number), .first_met = time}));
    must(stores.people.put_device({.id = id_of<DeviceId>(number), .card_seq = number}));
    must(stores.addresses.put_address({id_of<DeviceId>(number), Endpoint{.port = 1}, time}));
    must(stores.addresses.add_seed("seed" + std::to_string(number)));
    must(stores.messages.put_conversation({.id = id_of<ConversationId>(1), .own_seq = number}));
    must(stores.messages.add_message(
        {.id = id_of<MessageId>(number), .conversation = id_of<ConversationId>(1), .hlc = number}));
    must(stores.messages.set_state(id_of<MessageId>(1), {MessageState::read}));
    must(stores.outbox.add_outgoing({.to = id_of<PersonId>(1), .id = id_of<MessageId>(number)}));
    must(stores.inbox.mark_seen(id_of<DeviceId>(1), id_of<MessageId>(number), time));
    must(stores.events.append_event({.time = time}));
    must(stores.events.acknowledge("bot", number));
    must(stores.refs.put_ref("ref" + std::to_string(number), {.made = time}));
    must(stores.settings.put_setting("name", std::to_string(number)));
}

struct Snapshot {
    std::vector<Person> people;
    std::vector<Device> devices;
    std::vector<KnownAddress> addresses;
    std::vector<std::string> seeds;
    std::vector<Conversation> conversations;
    std::vector<Message> messages;
    std::vector<MessageId> outgoing;
    bool is_seen = false;
    std::vector<Event> events;
    std::uint64_t acknowledged = 0;
    std::optional<RefResult> ref;
    std::optional<std::string> setting;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

Snapshot snapshot(const Stores& stores) {
    Snapshot taken;
    in_turn(stores, [&] {
        taken = {.people = must(stores.people.people()),
                 .devices = must(stores.people.devices()),
                 .addresses = must(stores.addresses.addresses()),
                 .seeds = must(stores.addresses.seeds()),
                 .conversations = must(stores.messages.conversations()),
                 .messages = must(stores.messages.page(id_of<ConversationId>(1), {})),
                 .outgoing = {},
                 .is_seen = must(stores.inbox.is_seen(id_of<DeviceId>(1), id_of<MessageId>(2))),
                 .events = must(stores.events.events_since(0, 100)),
                 .acknowledged = must(stores.events.acknowledged("bot")),
                 .ref = must(stores.refs.find_ref("ref2")),
                 .setting = must(stores.settings.find_setting("name"))};
        for (const auto& row : must(stores.outbox.outgoing_after(id_of<PersonId>(1), 0, 99, 99)))
            taken.outgoing.push_back(row.id);
    });
    return taken;
}

}  // namespace

TEST_CASE("a turn that is rolled back leaves no trace in any table", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] { write_everything(subject->stores(), 1); });
    const auto before = snapshot(subject->stores());

    REQUIRE(subject->stores().transactions.begin());
    write_everything(subject->stores(), 2);
    must(subject->stores().outbox.remove_outgoing(id_of<MessageId>(1)));
    must(subject->stores().addresses.remove_seed("seed1"));
    must(subject->stores().events.trim_events(0));
    must(subject->stores().refs.forget_refs_before(at(1000)));
    must(subject->stores().settings.remove_setting("name"));
    SECTION("by the caller") { subject->stores().transactions.rollback(); }
    SECTION("by a crash") { subject->restart(); }
    CHECK(snapshot(subject->stores()) == before);

    in_turn(subject->stores(), [&] { write_everything(subject->stores(), 2); });
    const auto after = snapshot(subject->stores());
    CHECK(after.messages.size() == 2);
    subject->restart();
    CHECK(snapshot(subject->stores()) == after);
}

TEST_CASE("a turn sees its own writes before they are committed", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        write_everything(subject->stores(), 1);
        CHECK(must(subject->stores().messages.page(id_of<ConversationId>(1), {})).size() == 1);
        CHECK(must(subject->stores().messages.find_message(id_of<MessageId>(1)))->state ==
              MessageState::read);
    });
}

TEST_CASE("turns may be empty, and many follow one another", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    for (int i = 0; i < 3; ++i) {
        in_turn(subject->stores(), [] {});
        REQUIRE(subject->stores().transactions.begin());
        subject->stores().transactions.rollback();
        in_turn(subject->stores(),
                [&] { must(subject->stores().settings.put_setting("turn", std::to_string(i))); });
        CHECK(snapshot(subject->stores()).messages.empty());
    }
    subject->restart();
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().settings.find_setting("turn")) == "2"); });
}

TEST_CASE("a turn in which a write failed takes no more writes and no commit", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto stores = subject->stores();
    in_turn(stores, [&] { must(stores.settings.put_setting("name", "before")); });
    if (!subject->break_disk()) return;

    REQUIRE(stores.transactions.begin());
    // More than any cache holds, so that the disk is written to before the commit.
    Result<void> written;
    for (int i = 0; i < 100 && written; ++i)
        written = stores.settings.put_setting("big" + std::to_string(i), std::string(65536, 'x'));
    REQUIRE_FALSE(written);
    CHECK(written.error().kind == ErrorKind::io);
    subject->heal_disk();
    CHECK(error_of(stores.settings.put_setting("name", "after")) == ErrorKind::io);
    CHECK(error_of(stores.events.append_event({})) == ErrorKind::io);
    CHECK(error_of(stores.transactions.commit()) == ErrorKind::io);
    stores.transactions.rollback();

    in_turn(stores, [&] { CHECK(must(stores.settings.find_setting("name")) == "before"); });
    in_turn(stores, [&] { must(stores.settings.put_setting("name", "after")); });
    subject->restart();
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().settings.find_setting("name")) == "after"); });
}

}  // namespace earshot::store::contract
