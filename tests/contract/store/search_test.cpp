#include "core/base/limits.hpp"
#include "tests/contract/store/subject.hpp"

namespace earshot::store::contract {
namespace {

const auto first_room = id_of<ConversationId>(1);
const auto second_room = id_of<ConversationId>(2);
const auto ann = id_of<PersonId>(1);
const auto bob = id_of<PersonId>(2);

/// What was said, the later the higher the number.
struct Library {
    std::unique_ptr<Subject> subject;
    std::uint64_t last = 0;

    explicit Library(const Maker& maker) : subject(maker.make()) {
        in_turn(subject->stores(), [&] {
            must(subject->stores().messages.put_conversation({.id = first_room}));
            must(subject->stores().messages.put_conversation({.id = second_room}));
        });
    }
    MessageId say(const std::string& text, const PersonId& author = ann,
                  const ConversationId& room = first_room) {
        const auto number = static_cast<std::int64_t>(++last);
        const Message message{.id = id_of<MessageId>(last),
                              .conversation = room,
                              .author = author,
                              .hlc = 1000 - last,  // Display order is another one.
                              .sent = at(number),
                              .stored = at(number),
                              .text = text};
        in_turn(subject->stores(), [&] { must(subject->stores().messages.add_message(message)); });
        return message.id;
    }
    Found find(const Search& search) {
        Found found;
        in_turn(subject->stores(), [&] { found = must(subject->stores().search.search(search)); });
        return found;
    }
    std::vector<std::string> texts(const Search& search) {
        std::vector<std::string> all;
        for (const auto& hit : find(search).hits) all.push_back(hit.message.text);
        return all;
    }
};

using Texts = std::vector<std::string>;
using Ranges = std::vector<TextRange>;

}  // namespace

TEST_CASE("a store finds messages in which all words occur, what was stored last first",
          "[store][search]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    Library library(maker);
    library.say("lunch at noon");
    library.say("Noon, then LUNCH!");
    library.say("lunchtime");
    library.say("\u041e\u0431\u0435\u0434 \u0432 \u043f\u043e\u043b\u0434\u0435\u043d\u044c");
    CHECK(library.texts({.terms = {{"lunch"}}}) == Texts{"Noon, then LUNCH!", "lunch at noon"});
    CHECK(library.texts({.terms = {{"lunch", true}}}).size() == 3);
    CHECK(library.texts({.terms = {{"noon"}, {"lun", true}}}).size() == 2);
    CHECK(library.texts({.terms = {{"lunch"}, {"never"}}}).empty());
    CHECK(library.texts({.terms = {{"lunch at"}}}) == Texts{"lunch at noon"});
    CHECK(library.texts({.terms = {{"lunch, at no", true}}}) == Texts{"lunch at noon"});
    CHECK(library.texts({.terms = {{"at lunch"}}}).empty());
    CHECK(library.texts({.terms = {{"\u043e\u0431\u0435\u0434"}}}).size() == 1);
    const auto hit = library.find({.terms = {{"then lunch"}, {"no", true}}}).hits.at(0);
    CHECK(hit.matches == Ranges{{0, 4}, {6, 10}});
    CHECK(hit.message.author == ann);
    CHECK(hit.message.conversation == first_room);
}

TEST_CASE("a store takes nothing that is looked for for an operator", "[store][search]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    Library library(maker);
    library.say("one two");
    library.say("text c1 near not or and");
    for (const auto* hostile : {"\"",
                                "\"\"\"",
                                "one\" OR \"two",
                                "text : c1",
                                "one)",
                                "(one",
                                "one*",
                                "^one",
                                "one AND",
                                "NEAR(one two)",
                                "{text}",
                                "-one",
                                "one + two",
                                "place:c1",
                                "*",
                                "'",
                                "--",
                                ";",
                                "\\",
                                "x' OR 1=1",
                                "\xf0\x9f\x98\x80"}) {
        INFO(hostile);
        for (const bool may_go_on : {false, true}) {
            const auto found = library.find({.terms = {{hostile, may_go_on}, {"one"}}});
            for (const auto& hit : found.hits) CHECK(hit.message.text == "one two");
        }
    }
    CHECK(library.texts({.terms = {{"!?"}, {"two"}}}) == Texts{"one two"});
    CHECK(library.texts({.terms = {{"!?"}}}).empty());
    CHECK(library.texts({.terms = {{"!?"}}, .conversation = first_room}).empty());
    CHECK(library.texts({.terms = {{""}}}).empty());
    CHECK(library.texts({}).empty());
    CHECK(library.texts({.terms = {{std::string("two\0one", 7)}}}).empty());
    CHECK(library.texts({.terms = {{"OR"}}}) == Texts{"text c1 near not or and"});
    // Where a message stands is no word of it.
    CHECK(library.texts({.terms = {{"c1"}}}) == Texts{"text c1 near not or and"});
}

TEST_CASE("a store finds what one person wrote, in one conversation, in some time",
          "[store][search]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    Library library(maker);
    library.say("word 1", ann, first_room);
    library.say("word 2", bob, first_room);
    library.say("word 3", ann, second_room);
    library.say("word 4", bob, second_room);
    const std::vector<SearchTerm> terms{{"word"}};
    CHECK(library.texts({.terms = terms, .conversation = first_room}) == Texts{"word 2", "word 1"});
    CHECK(library.texts({.terms = terms, .author = bob}) == Texts{"word 4", "word 2"});
    CHECK(library.texts({.terms = terms, .conversation = second_room, .author = ann}) ==
          Texts{"word 3"});
    CHECK(library.texts({.terms = terms, .conversation = id_of<ConversationId>(9)}).empty());
    CHECK(library.texts({.terms = terms, .author = id_of<PersonId>(9)}).empty());
    CHECK(library.texts({.terms = terms, .since = at(2), .until = at(4)}) ==
          Texts{"word 3", "word 2"});
    in_turn(library.subject->stores(),
            [&] { must(library.subject->stores().messages.remove_conversation(second_room)); });
    CHECK(library.texts({.terms = terms}) == Texts{"word 2", "word 1"});
    library.subject->restart();
    CHECK(library.texts({.terms = terms}) == Texts{"word 2", "word 1"});
}

TEST_CASE("a store goes on with what was stored before", "[store][search]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    Library library(maker);
    for (int i = 1; i <= 5; ++i) library.say("word " + std::to_string(i));
    Search search{.terms = {{"word"}}, .limit = 2};
    Texts all;
    for (int page = 0; page < 3; ++page) {
        const auto found = library.find(search);
        for (const auto& hit : found.hits) all.push_back(hit.message.text);
        search.before = found.next;
        CHECK(found.next.has_value() == (page < 2));
    }
    CHECK(all == Texts{"word 5", "word 4", "word 3", "word 2", "word 1"});
    search.before = id_of<MessageId>(99);
    in_turn(library.subject->stores(), [&] {
        CHECK(error_of(library.subject->stores().search.search(search)) == ErrorKind::not_found);
    });
}

TEST_CASE("a store points out a bounded number of matches", "[store][search]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    Library library(maker);
    std::string text;
    while (text.size() + 2 < limits::text_bytes_max) text += "a ";
    library.say(text);
    const auto found = library.find({.terms = {{"a"}}});
    REQUIRE(found.hits.size() == 1);
    CHECK(found.hits[0].matches.size() == limits::search_matches_max);
    CHECK(found.hits[0].matches.back() == TextRange{2 * (limits::search_matches_max - 1), 1});
}

}  // namespace earshot::store::contract
