#include "core/base/limits.hpp"
#include "tests/unit/node/control/correspondent.hpp"

namespace earshot::control {
namespace {

/// Bob and Carol are contacts, and write.
struct Archive : ControlRoom {
    Correspondent bob{*this, 2};
    Correspondent carol{*this, 3};
    Client& client = greeted();

    Archive() : ControlRoom(limits::control_hello_max, {{2, "Bob"}, {3, "Carol"}}) {
        for (const auto* who : {"Bob", "Carol"})
            result(client, "requests.accept", R"({"who":")" + std::string{who} + "\"}");
        bob.come();
        carol.come();
    }
    Object find(const std::string& query) {
        return result(client, "search.query", "{" + query + "}").get_object();
    }
    std::vector<std::string> snippets(const std::string& query) {
        std::vector<std::string> all;
        const auto found = find(query);
        for (const auto& hit : *find_array(found, "hits"))
            all.emplace_back(*find_text(hit.get_object(), "snippet"));
        return all;
    }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("search finds what was written, by whom, and in which conversation", "[search]") {
    Archive archive;
    archive.bob.write("lunch from Bob");
    archive.carol.write("lunch from Carol");
    archive.result(archive.client, "message.send", R"({"to":"Bob","body":"no lunch"})");
    CHECK(archive.snippets(R"("text":"lun")") ==
          Texts{"no lunch", "lunch from Carol", "lunch from Bob"});
    CHECK(archive.snippets(R"("text":"lunch","from":"Bob")") == Texts{"lunch from Bob"});
    const auto hit = archive.find(R"("text":"\"from bob\"")").at("hits").at(0).get_object();
    CHECK(find_text(hit, "peer_name") == "Bob");
    CHECK(find_text(hit, "snippet") == "lunch from Bob");
    CHECK(hit.at("matches") == *parse_json("[6,8]"));
    const std::string room{*find_text(hit, "conversation")};
    CHECK(archive.snippets(R"("text":"lunch","conversation":")" + room + "\"") ==
          Texts{"no lunch", "lunch from Bob"});
    CHECK(archive.snippets(R"("text":"lunch","until":5)").empty());
    CHECK(archive.snippets(R"("text":"lunch","since":5)").size() == 3);
    CHECK(archive.snippets(R"("text":"")").empty());
}

TEST_CASE("search goes on from the last hit", "[search]") {
    Archive archive;
    for (int i = 0; i < 5; ++i) archive.bob.write("word " + std::to_string(i));
    std::string before;
    Texts all;
    for (bool more = true; more;) {
        const auto found = archive.find(R"("text":"word","limit":2)" + before);
        for (const auto& hit : *find_array(found, "hits"))
            all.emplace_back(*find_text(hit.get_object(), "snippet"));
        more = *find_flag(found, "more");
        if (more) before = R"(,"before":")" + std::string{*find_text(found, "next")} + "\"";
    }
    CHECK(all == Texts{"word 4", "word 3", "word 2", "word 1", "word 0"});
}

TEST_CASE("search answers no longer than a line may be", "[search]") {
    Archive archive;
    const std::string big(limits::text_bytes_max - 10, 'x');
    for (int i = 0; i < 20; ++i) archive.bob.write("word " + big);
    const auto found = archive.find(R"("text":"word","limit":100)");
    const auto& hits = *find_array(found, "hits");
    CHECK(hits.size() < 20);
    CHECK(find_flag(found, "more") == true);
    CHECK(find_text(found, "next") ==
          find_text(*find_object(hits.back().get_object(), "message"), "id"));
}

TEST_CASE("search refuses what is too long, and whom nobody knows", "[search]") {
    Archive archive;
    CHECK(archive.failure(archive.client, "search.query",
                          R"({"text":")" + std::string(limits::search_bytes_max + 1, 'x') +
                              "\"}") == FailureKind::too_large);
    CHECK(archive.failure(archive.client, "search.query", R"({"text":"a","from":"Zoe"})") ==
          FailureKind::not_found);
    CHECK(archive.failure(archive.client, "search.query",
                          R"({"text":"a","conversation":"nothing like it"})") ==
          FailureKind::not_found);
    CHECK(archive.failure(archive.client, "search.query", R"({"text":"a","before":"aaaa"})") ==
          FailureKind::not_found);
}

}  // namespace earshot::control
