#include "node/keyring.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_keyring.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::node {
namespace {

using control::Failure;
using control::FailureKind;
using control::Outcome;

/// As cheap as is allowed.
constexpr auto cheap = crypto::password_cost_floor;

/// A profile's folder, and a keyring for it.
struct Room {
    explicit Room(store::Passphrase passphrase) {
        auto made = store::create_data_key(folder.path(), passphrase, entropy, cheap);
        REQUIRE(made);
        std::function<void(store::OpenedKey)> on_opened;
        if (passphrase)
            on_opened = [this](store::OpenedKey key) { opened.emplace(std::move(key)); };
        begin(std::move(on_opened));
    }
    void begin(std::function<void(store::OpenedKey)> on_opened) {
        keyring.reset();
        session.meet_again();
        const Keyring::Places places{folder.path(), entropy, log, session, cheap};
        keyring.emplace(context.get_executor(), places, std::move(on_opened));
    }
    /// From now on as after a start of the daemon.
    void lock() {
        opened.reset();
        begin([this](store::OpenedKey key) { opened.emplace(std::move(key)); });
    }

    /// The daemon runs: it has what was opened last.
    void run() {
        REQUIRE(opened);
        begin({});
        if (opened->by == store::Protection::keyring) keyring->keep(std::move(opened->key));
    }

    void post(std::string_view method, std::string_view params) {
        keyring->ask(method, control::parse_json(params)->get_object(),
                     [this](Outcome outcome) { answers.push_back(std::move(outcome)); });
    }
    Outcome ask(std::string_view method, std::string_view params = "{}") {
        const auto before = answers.size();
        post(method, params);
        CHECK(answers.size() == before);  // Never from inside the call.
        await(before + 1);
        return answers.back();
    }
    void await(std::size_t count) {
        while (answers.size() < count) {
            context.restart();
            REQUIRE(context.run_one_for(std::chrono::seconds{30}) > 0);
        }
    }
    FailureKind failure(std::string_view method, std::string_view params) {
        const auto outcome = ask(method, params);
        REQUIRE(std::holds_alternative<Failure>(outcome));
        return std::get<Failure>(outcome).kind;
    }
    std::string state() {
        const auto outcome = ask("profile.state");
        REQUIRE(std::holds_alternative<control::Json>(outcome));
        const auto& object = std::get<control::Json>(outcome).get_object();
        return std::string{*control::find_text(object, "protection")} +
               (*control::find_flag(object, "locked") ? " locked" : " open");
    }

    support::TemporaryFolder folder;
    support::SeededEntropy entropy{1};
    support::FakeKeyring session;
    runtime::Log log = runtime::Log::to([](std::string_view) {}, runtime::LogLevel::off);
    asio::io_context context{1};
    std::vector<Outcome> answers;
    std::optional<store::OpenedKey> opened;
    std::optional<Keyring> keyring;
};

TEST_CASE("a locked profile opens with its passphrase and stays locked with another", "[keyring]") {
    Room room{"correct horse"};
    CHECK(room.state() == "passphrase locked");
    CHECK(room.failure("profile.unlock", R"({"secret":"wrong horse"})") ==
          FailureKind::wrong_secret);
    CHECK(room.failure("profile.changeSecret", R"({"old":"correct horse","new":"another one"})") ==
          FailureKind::locked);
    CHECK(room.state() == "passphrase locked");
    CHECK_FALSE(room.opened);

    CHECK(std::holds_alternative<control::Json>(
        room.ask("profile.unlock", R"({"secret":"correct horse"})")));
    CHECK(room.opened);
    CHECK(room.state() == "passphrase open");
}

TEST_CASE("one passphrase is worked on at a time", "[keyring]") {
    Room room{"correct horse"};
    room.post("profile.unlock", R"({"secret":"wrong horse"})");
    room.post("profile.unlock", R"({"secret":"correct horse"})");
    room.await(2);
    CHECK(std::get<Failure>(room.answers[0]).kind == FailureKind::busy);
    CHECK(std::get<Failure>(room.answers[1]).kind == FailureKind::wrong_secret);
}

TEST_CASE("wrong passphrases are bounded", "[keyring]") {
    Room room{"correct horse"};
    for (int tries = 0; tries < static_cast<int>(limits::passphrase_tries_burst); ++tries)
        CHECK(room.failure("profile.unlock", R"({"secret":"wrong horse"})") ==
              FailureKind::wrong_secret);
    const auto outcome = room.ask("profile.unlock", R"({"secret":"correct horse"})");
    const auto& failure = std::get<Failure>(outcome);
    CHECK(failure.kind == FailureKind::rate_limited);
    const auto wait = control::find_integer(failure.fields, "retryAfterMs");
    REQUIRE(wait);
    CHECK(*wait > 0);
    CHECK(*wait <= 10'001);
}

TEST_CASE("the passphrase of an open profile is set, changed and removed", "[keyring]") {
    Room room{std::nullopt};
    CHECK(room.state() == "key_file open");
    // Letters, of which these four have eight bytes.
    CHECK(room.failure("profile.changeSecret", "{\"new\":\"\u0441\u043b\u043e\u043d\"}") ==
          FailureKind::invalid_params);
    CHECK(room.failure("profile.changeSecret", R"({"new":"short"})") ==
          FailureKind::invalid_params);
    room.ask("profile.changeSecret", R"({"new":"correct horse"})");
    CHECK(room.state() == "passphrase open");
    CHECK(room.failure("profile.changeSecret", R"({"new":"another one"})") ==
          FailureKind::invalid_params);
    CHECK(room.failure("profile.changeSecret", R"({"old":"wrong horse","new":"another one"})") ==
          FailureKind::wrong_secret);
    room.ask("profile.changeSecret", R"({"old":"correct horse","new":"another one"})");
    CHECK(store::open_data_key(room.folder.path(), "another one"));
    room.ask("profile.changeSecret", R"({"old":"another one"})");
    CHECK(room.state() == "key_file open");
    // What is open needs no unlocking, whatever is said.
    room.ask("profile.unlock", R"({"secret":"whatever"})");
    CHECK(room.state() == "key_file open");
}

TEST_CASE("keys that are damaged are no wrong passphrase", "[keyring]") {
    Room room{std::nullopt};
    std::filesystem::remove(room.folder.path() / "keyfile.bin");
    CHECK(room.failure("profile.changeSecret", R"({"new":"correct horse"})") ==
          FailureKind::store_error);
}

TEST_CASE("a keyring that ends while a passphrase is worked on answers nobody", "[keyring]") {
    Room room{"correct horse"};
    room.post("profile.unlock", R"({"secret":"correct horse"})");
    room.keyring.reset();
    room.context.restart();
    room.context.run();
    CHECK(room.answers.empty());
    CHECK_FALSE(room.opened);
}

using Mood = support::FakeKeyring::Mood;

/// A profile whose key the session's keyring has, locked.
struct KeyringRoom : Room {
    KeyringRoom() : Room(std::nullopt) {
        ask("profile.changeSecret", R"({"protection":"keyring"})");
        REQUIRE(state() == "keyring open");
        lock();
        answers.clear();
    }
};

TEST_CASE("a profile in the session's keyring opens without a passphrase", "[keyring]") {
    KeyringRoom room;
    CHECK(room.state() == "keyring locked");
    room.session.set(Mood::locked);
    room.keyring->ask_session(secrets::Asking::forbidden,
                              [&](Outcome outcome) { room.answers.push_back(std::move(outcome)); });
    room.await(2);
    CHECK(std::get<Failure>(room.answers.back()).kind == FailureKind::no_keyring);
    CHECK(room.session.times_asked() == 0);
    CHECK_FALSE(room.opened);

    // Whatever passphrase is given, there is none.
    room.ask("profile.unlock", GENERATE(R"({})", R"({"secret":"correct horse"})"));
    CHECK(room.opened);
    CHECK(room.session.times_asked() == 1);
    CHECK(room.state() == "keyring open");
}

TEST_CASE("without its keyring a profile stays locked, and says why", "[keyring]") {
    KeyringRoom room;
    room.session.set(GENERATE(Mood::absent, Mood::refuses));
    for (int tries = 0; tries < 2 * static_cast<int>(limits::passphrase_tries_burst); ++tries)
        CHECK(room.failure("profile.unlock", "{}") == FailureKind::no_keyring);
    CHECK(room.state() == "keyring locked");
    room.session.set(Mood::open);
    room.ask("profile.unlock");
    CHECK(room.opened);
}

TEST_CASE("the state says whether there is a keyring to move to", "[keyring]") {
    Room room{std::nullopt};
    const auto offers = [&] {
        const auto outcome = room.ask("profile.state");
        return *control::find_flag(std::get<control::Json>(outcome).get_object(), "keyring");
    };
    CHECK(offers());
    room.session.set(Mood::absent);
    CHECK_FALSE(offers());
    CHECK(room.failure("profile.changeSecret", R"({"protection":"keyring"})") ==
          FailureKind::no_keyring);
    CHECK(room.state() == "key_file open");
}

TEST_CASE("every protection changes into every other", "[keyring]") {
    Room room{std::nullopt};
    room.ask("profile.changeSecret", R"({"protection":"keyring"})");
    CHECK(room.state() == "keyring open");
    room.ask("profile.changeSecret", R"({"new":"correct horse"})");
    CHECK(room.state() == "passphrase open");
    CHECK(room.session.items().empty());
    CHECK(room.failure("profile.changeSecret", R"({"protection":"keyring"})") ==
          FailureKind::invalid_params);
    CHECK(room.failure("profile.changeSecret", R"({"protection":"keyring","old":"wrong horse"})") ==
          FailureKind::wrong_secret);
    room.ask("profile.changeSecret", R"({"protection":"keyring","old":"correct horse"})");
    CHECK(room.state() == "keyring open");
    room.ask("profile.changeSecret", R"({"protection":"key_file"})");
    CHECK(room.state() == "key_file open");
    for (const auto* wrong : {R"({"protection":"nothing"})", R"({"protection":"passphrase"})",
                              R"({"protection":"keyring","new":"correct horse"})",
                              R"({"protection":"key_file","new":"correct horse"})"})
        CHECK(room.failure("profile.changeSecret", wrong) == FailureKind::invalid_params);
    CHECK(room.state() == "key_file open");
}

TEST_CASE("a profile moves away from a keyring that has lost its key while the daemon runs",
          "[keyring]") {
    Room room{std::nullopt};
    const auto before = store::open_data_key(room.folder.path(), {});
    room.ask("profile.changeSecret", R"({"protection":"keyring"})");
    if (GENERATE(false, true)) {
        room.lock();
        room.ask("profile.unlock");
        room.run();
    }
    if (GENERATE(false, true))
        room.session.set(Mood::absent);
    else
        for (const auto& item : room.session.items()) REQUIRE(room.session.forget(item));
    store::Passphrase passphrase;
    SECTION("to a passphrase") {
        room.ask("profile.changeSecret", R"({"new":"correct horse"})");
        CHECK(room.state() == "passphrase open");
        passphrase = "correct horse";
    }
    SECTION("to a key file") {
        room.ask("profile.changeSecret", R"({"protection":"key_file"})");
        CHECK(room.state() == "key_file open");
    }
    const auto opened = store::open_data_key(room.folder.path(), passphrase);
    REQUIRE(opened);
    CHECK(std::ranges::equal(opened->expose(), before->expose()));
}

TEST_CASE("moving away from a keyring asks nobody to open it", "[keyring]") {
    KeyringRoom room;
    room.ask("profile.unlock");
    room.run();
    room.session.set(Mood::locked);
    room.ask("profile.changeSecret", R"({"new":"correct horse"})");
    CHECK(room.state() == "passphrase open");
    CHECK(room.session.times_asked() == 0);
}

TEST_CASE("a passphrase is needed though the keyring had the key before", "[keyring]") {
    KeyringRoom room;
    room.ask("profile.unlock");
    room.run();
    room.ask("profile.changeSecret", R"({"new":"correct horse"})");
    CHECK(room.failure("profile.changeSecret", R"({"protection":"key_file"})") ==
          FailureKind::invalid_params);
    CHECK(
        room.failure("profile.changeSecret", R"({"protection":"key_file","old":"wrong horse"})") ==
        FailureKind::wrong_secret);
    CHECK(room.state() == "passphrase open");
}

TEST_CASE("who says on the disk that a keyring has the key needs the passphrase all the same",
          "[keyring]") {
    KeyringRoom room;
    const auto keys = room.folder.path() / "keys.bin";
    const support::TemporaryFolder kept;
    std::filesystem::copy_file(keys, kept.path() / "keys.bin");
    room.ask("profile.unlock");
    room.run();
    room.ask("profile.changeSecret", R"({"new":"correct horse"})");
    if (GENERATE(false, true)) {
        room.lock();
        room.ask("profile.unlock", R"({"secret":"correct horse"})");
        room.run();
    }
    using Copy = std::filesystem::copy_options;
    std::filesystem::copy_file(kept.path() / "keys.bin", keys, Copy::overwrite_existing);
    CHECK(room.failure("profile.changeSecret", R"({"protection":"key_file"})") ==
          FailureKind::no_keyring);
    CHECK(room.failure("profile.changeSecret", R"({"new":"another one"})") ==
          FailureKind::no_keyring);
}

TEST_CASE("a look at the key asks nobody, waits for nobody, and tells whether it is there",
          "[keyring]") {
    Room room{std::nullopt};
    const auto look = [&] {
        std::optional<std::optional<secrets::Sight>> seen;
        room.keyring->look_at_key([&](auto sight) { seen = sight; });
        room.context.restart();
        while (!seen) REQUIRE(room.context.run_one_for(std::chrono::seconds{30}) > 0);
        return *seen;
    };
    CHECK(look() == std::nullopt);
    room.ask("profile.changeSecret", R"({"protection":"keyring"})");
    CHECK(look() == secrets::Sight::there);
    room.session.set(Mood::locked);
    CHECK(look() == secrets::Sight::there);
    CHECK(room.session.times_asked() == 0);
    room.session.set(Mood::open);
    for (const auto& item : room.session.items()) REQUIRE(room.session.forget(item));
    CHECK(look() == secrets::Sight::lost);
    room.lock();
    room.session.set(Mood::silent);
    room.post("profile.unlock", "{}");
    CHECK(look() == secrets::Sight::silent);
}

TEST_CASE("a session's keyring that never answers is given up at the end", "[keyring]") {
    KeyringRoom room;
    room.session.set(Mood::silent);
    room.post("profile.unlock", "{}");
    room.post("profile.unlock", "{}");
    room.await(1);
    CHECK(std::get<Failure>(room.answers.back()).kind == FailureKind::busy);
    // Others are told how things are meanwhile.
    CHECK(room.state() == "keyring locked");
    SECTION("its answer is that it was given up") {
        room.keyring->give_up();
        room.await(3);
        CHECK(std::get<Failure>(room.answers.back()).kind == FailureKind::no_keyring);
    }
    SECTION("or nobody is answered any more") {
        room.keyring.reset();
        room.context.restart();
        room.context.run();
        CHECK(room.answers.size() == 2);
    }
    CHECK_FALSE(room.opened);
}

}  // namespace
}  // namespace earshot::node
