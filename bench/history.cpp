/// People and messages for a profile whose daemon is off, through the store's own code: what a
/// window is measured with.
///
///     history-maker people FOLDER COUNT          contacts, `Colleague 1` and so on
///     history-maker messages FOLDER SELF COUNT   shared out among the conversations that standard
///                                                input names, a line each: its id and the other
///                                                person's; half of them are ours, whose id is SELF
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "bench/must.hpp"
#include "core/identity/ids.hpp"
#include "node/store/sqlite_store.hpp"

namespace earshot::store {
namespace {

constexpr const char* usage =
    "usage: history-maker people FOLDER COUNT | messages FOLDER SELF COUNT\n";

void fill(std::mt19937_64& random, std::span<std::byte> bytes) {
    for (auto& byte : bytes) byte = static_cast<std::byte>(random());
}

WallTime now() {
    return WallTime{
        std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch())};
}

void add_people(const Stores& stores, std::size_t count) {
    std::mt19937_64 random(3);
    must(stores.transactions.begin());
    for (std::size_t number = 1; number <= count; ++number) {
        crypto::SignPublicKey key{};
        fill(random, key.bytes);
        must(stores.people.put_person({.id = identity::person_id(key),
                                       .account_key = key.bytes,
                                       .name = "Colleague " + std::to_string(number),
                                       .state = ContactState::accepted,
                                       .first_met = now(),
                                       .last_seen = now()}));
    }
    must(stores.transactions.commit());
}

/// As people write: mostly a line, now and then some, or code.
std::string text_of(std::size_t number, std::mt19937_64& random) {
    std::string text = "Message " + std::to_string(number) + ", of **some** words";
    for (auto left = random() % 12; left > 0; --left) text += " and a few more";
    if (random() % 20 == 0) text += "\n\n```\nint answer = 42;\n```";
    return text;
}

std::vector<Conversation> named_conversations() {
    std::vector<Conversation> conversations;
    std::string id;
    std::string peer;
    while (std::cin >> id >> peer) {
        const auto known = ConversationId::from_text(id);
        const auto person = PersonId::from_text(peer);
        if (known && person) conversations.push_back({.id = *known, .peer = *person});
    }
    if (conversations.empty()) {
        std::fputs("standard input names no conversation\n", stderr);
        std::exit(1);
    }
    return conversations;
}

void add_messages(const Stores& stores, const PersonId& self, std::size_t count) {
    auto conversations = named_conversations();
    std::mt19937_64 random(5);
    const auto first = now().time_since_epoch().count() - static_cast<std::int64_t>(count) * 1000;
    must(stores.transactions.begin());
    for (const auto& conversation : conversations)
        must(stores.messages.put_conversation(conversation));
    for (std::size_t number = 0; number < count; ++number) {
        auto& conversation = conversations[number % conversations.size()];
        const auto time = WallTime{Duration{first + static_cast<std::int64_t>(number) * 1000}};
        const bool is_own = random() % 2 == 0;
        Message message{.conversation = conversation.id,
                        .author = is_own ? self : conversation.peer,
                        .hlc = static_cast<std::uint64_t>(time.time_since_epoch().count()) << 16,
                        .author_seq = number + 1,
                        .sent = time,
                        .stored = time,
                        .state = is_own ? MessageState::delivered : MessageState::received,
                        .text = text_of(number, random)};
        fill(random, message.id.bytes);
        must(stores.messages.add_message(message));
        conversation.last_hlc = message.hlc;
        conversation.newest = message.id;
        conversation.active = time;
    }
    for (const auto& conversation : conversations)
        must(stores.messages.put_conversation(conversation));
    must(stores.transactions.commit());
}

}  // namespace
}  // namespace earshot::store

int main(int argc, char** argv) {
    using namespace earshot;
    const std::string what = argc > 2 ? argv[1] : "";
    if (!(what == "people" && argc == 4) && !(what == "messages" && argc == 5)) {
        std::fputs(store::usage, stderr);
        return 2;
    }
    const auto opened =
        must(store::SqliteStore::open(std::filesystem::path(argv[2]) / "messages.db"));
    if (what == "people") {
        store::add_people(opened->stores(), std::stoul(argv[3]));
        return 0;
    }
    const auto self = PersonId::from_text(argv[3]);
    if (!self) {
        std::fputs("SELF is no person's id\n", stderr);
        return 2;
    }
    store::add_messages(opened->stores(), *self, std::stoul(argv[4]));
    return 0;
}
