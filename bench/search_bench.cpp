/// How fast messages are found in a long history, and how fast the newest page of a conversation
/// is there: a database of as many messages as wished, made through the store's own code.
///
///     search-bench FOLDER [messages, default 1000000]
///
/// The database stays in the folder, and is used again when it holds as many.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "bench/must.hpp"
#include "node/store/sqlite_store.hpp"

namespace earshot::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t conversations = 200;
constexpr std::size_t words = 50'000;
constexpr std::size_t tries = 200;

template <class AnId>
AnId id_of(std::uint64_t number) {
    AnId id;
    std::mt19937_64 random(number);  // Like hashes: in no order.
    for (auto& byte : id.bytes) byte = static_cast<std::byte>(random());
    return id;
}

/// Words that are as frequent as those of a language: the second half as often as the first.
class Language {
public:
    Language() {
        static constexpr const char* syllables[] = {"ka", "lo", "mi",  "te",  "ra",  "su", "ne",
                                                    "vo", "pi", "da",  "shu", "bre", "an", "or",
                                                    "el", "is", "gri", "um",  "fa",  "ze"};
        std::mt19937_64 random(7);
        for (std::size_t i = 0; i < words; ++i) {
            std::string word;
            for (std::size_t left = 1 + random() % 4; left > 0; --left)
                word += syllables[random() % std::size(syllables)];
            words_.push_back(word);
        }
    }
    /// By Zipf's law.
    const std::string& any(std::mt19937_64& random) const {
        const auto part = static_cast<double>(random() >> 11) * 0x1p-53;
        const auto rank = std::exp(part * std::log(static_cast<double>(words_.size()))) - 1;
        return words_[static_cast<std::size_t>(rank)];
    }
    const std::string& ranked(std::size_t rank) const { return words_[rank]; }
    std::string sentence(std::mt19937_64& random) const {
        std::string text = any(random);
        for (std::size_t left = 3 + random() % 16; left > 0; --left) text += ' ' + any(random);
        return text;
    }

private:
    std::vector<std::string> words_;
};

class Times {
public:
    template <class Act>
    void take(Act&& act) {
        const auto start = Clock::now();
        act();
        all_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    void print(const std::string& what) {
        std::sort(all_.begin(), all_.end());
        const auto at = [&](double part) {
            return all_[static_cast<std::size_t>(part * static_cast<double>(all_.size() - 1))];
        };
        std::printf("%-56s p50 %8.3f  p95 %8.3f  max %8.3f ms\n", what.c_str(), at(0.5), at(0.95),
                    all_.back());
    }

private:
    std::vector<double> all_;
};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Each conversation has a share that falls with its number, as people write to few most.
void fill(const Stores& stores, const Language& language, std::size_t from, std::size_t messages) {
    constexpr std::size_t at_once = 10'000;
    std::mt19937_64 random(from + 1);
    for (auto number = from; number < messages;) {
        must(stores.transactions.begin());
        for (std::size_t i = 0; i < at_once && number < messages; ++i, ++number) {
            const auto part = static_cast<double>(random() >> 11) * 0x1p-53;
            const auto room = static_cast<std::uint64_t>(part * part * conversations);
            const auto time = WallTime{Duration{static_cast<std::int64_t>(number) * 1000}};
            must(stores.messages.add_message(
                {.id = id_of<MessageId>(number),
                 .conversation = id_of<ConversationId>(room),
                 .author = id_of<PersonId>(random() % 2 == 0 ? conversations : room),
                 .hlc = static_cast<std::uint64_t>(number) * 1000 << 16,
                 .author_seq = number + 1,
                 .sent = time,
                 .stored = time,
                 .state = MessageState::received,
                 .text = language.sentence(random)}));
        }
        must(stores.transactions.commit());
    }
}

void make(SqliteStore& store, const Language& language, std::size_t messages) {
    const auto stores = store.stores();
    must(stores.transactions.begin());
    for (std::uint64_t room = 0; room < conversations; ++room)
        must(stores.messages.put_conversation(
            {.id = id_of<ConversationId>(room), .peer = id_of<PersonId>(room)}));
    must(stores.transactions.commit());
    auto start = Clock::now();
    fill(stores, language, 0, messages);
    std::printf("%zu messages stored in %.1f s\n", messages, seconds_since(start));
    start = Clock::now();
    while (must(store.index_step(2000))) continue;
    std::printf("and indexed in %.1f s\n", seconds_since(start));
}

class Bench {
public:
    Bench(const Stores& stores, const Language& language) : stores_(stores), language_(language) {}

    /// A search of 30 hits, as a front end asks while somebody types.
    void search(const std::string& what, const std::function<Search(std::mt19937_64&)>& make_one) {
        std::mt19937_64 random(11);
        Times times;
        std::size_t hits = 0;
        for (std::size_t i = 0; i < tries; ++i) {
            const auto search = make_one(random);
            times.take([&] {
                must(stores_.transactions.begin());
                hits += must(stores_.search.search(search)).hits.size();
                must(stores_.transactions.commit());
            });
        }
        times.print(what + ", " + std::to_string(hits / tries) + " hits");
    }

    void searches() {
        const auto& language = language_;
        search("one of the 10 commonest words", [&](auto& random) {
            return Search{.terms = {{language.ranked(random() % 10), false}}};
        });
        search("any word, as often as it is used", [&](auto& random) {
            return Search{.terms = {{language.any(random), false}}};
        });
        search("a rare word", [&](auto& random) {
            return Search{.terms = {{language.ranked(words / 2 + random() % (words / 2)), false}}};
        });
        search("two words", [&](auto& random) {
            return Search{.terms = {{language.any(random), false}, {language.any(random), false}}};
        });
        search("two words, the second of 2 letters so far", [&](auto& random) {
            return Search{.terms = {{language.any(random), false},
                                    {language.any(random).substr(0, 2), true}}};
        });
        for (std::size_t letters = 1; letters <= 5; ++letters)
            search(std::to_string(letters) + " letters of a word", [&](auto& random) {
                return Search{.terms = {{language.any(random).substr(0, letters), true}}};
            });
        search("any word, in the smallest conversation", [&](auto& random) {
            return Search{.terms = {{language.any(random), false}},
                          .conversation = id_of<ConversationId>(conversations - 1)};
        });
        search("any word, of one person", [&](auto& random) {
            return Search{.terms = {{language.any(random), false}},
                          .author = id_of<PersonId>(random() % conversations)};
        });
        search("a common word, older than nearly all", [&](auto& random) {
            return Search{.terms = {{language.ranked(random() % 10), false}},
                          .until = WallTime{Duration{1'000'000}}};
        });
        search("two words of which no message has both", [&](auto& random) {
            return Search{.terms = {{language.ranked(random() % 10), false},
                                    {language.ranked(random() % 10) + "xx", false}}};
        });
    }

    void pages() {
        Times newest;
        std::mt19937_64 random(5);
        for (std::size_t i = 0; i < tries; ++i) {
            const auto room = id_of<ConversationId>(random() % conversations);
            newest.take([&] { must(stores_.messages.page(room, {.limit = 50})); });
        }
        newest.print("the newest 50 messages of a conversation");
    }

private:
    Stores stores_;
    const Language& language_;
};

void measure(const std::filesystem::path& path, std::size_t messages) {
    const Language language;
    {
        const auto store = must(SqliteStore::open(path));
        const auto last =
            must(store->stores().messages.find_message(id_of<MessageId>(messages - 1)));
        if (!last) make(*store, language, messages);
    }
    const auto store = must(SqliteStore::open(path));
    Bench bench(store->stores(), language);
    bench.pages();
    bench.searches();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("database %ju MB, largest resident memory %ld kB\n",
                std::uintmax_t{std::filesystem::file_size(path) / 1'000'000}, usage.ru_maxrss);
}

}  // namespace
}  // namespace earshot::store

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: search-bench FOLDER [MESSAGES]\n");
        return 2;
    }
    const auto messages = argc > 2 ? std::stoul(argv[2]) : 1'000'000;
    earshot::store::measure(
        std::filesystem::path(argv[1]) / ("search-" + std::to_string(messages) + ".db"), messages);
    return 0;
}
