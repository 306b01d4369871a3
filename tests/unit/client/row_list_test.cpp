#include "client/row_list.hpp"

#include <random>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace earshot::client {
namespace {

struct Row {
    std::string id;
    int place = 0;
    std::string text{};
    friend bool operator==(const Row&, const Row&) = default;
};
struct ByPlace {
    bool operator()(const Row& a, const Row& b) const {
        return a.place != b.place ? a.place < b.place : a.id < b.id;
    }
};
using Rows = RowList<Row, ByPlace>;

/// A view: it knows what it was told, and nothing else but the rows named there.
class View final : public RowObserver {
public:
    explicit View(Rows& rows) : rows_(rows) { rows.add_observer(*this); }

    void on_inserting(std::size_t first, std::size_t count) override {
        REQUIRE(first <= seen.size());
        begin("insert", first, count);
    }
    void on_inserted() override {
        const auto first = rows_.rows().begin() + static_cast<std::ptrdiff_t>(first_);
        seen.insert(seen.begin() + static_cast<std::ptrdiff_t>(first_), first,
                    first + static_cast<std::ptrdiff_t>(count_));
        is_open_ = false;
    }
    void on_removing(std::size_t first, std::size_t count) override {
        REQUIRE(first + count <= seen.size());
        begin("remove", first, count);
    }
    void on_removed() override {
        const auto first = seen.begin() + static_cast<std::ptrdiff_t>(first_);
        seen.erase(first, first + static_cast<std::ptrdiff_t>(count_));
        is_open_ = false;
    }
    void on_moving(std::size_t from, std::size_t before) override {
        // What QAbstractItemModel::beginMoveRows refuses.
        REQUIRE((before < from || before > from + 1));
        REQUIRE(before <= seen.size());
        begin("move", from, before);
    }
    void on_moved() override {
        auto row = seen[first_];
        seen.erase(seen.begin() + static_cast<std::ptrdiff_t>(first_));
        const auto to = count_ > first_ ? count_ - 1 : count_;
        seen.insert(seen.begin() + static_cast<std::ptrdiff_t>(to), std::move(row));
        is_open_ = false;
    }
    void on_changed(std::size_t first, std::size_t count) override {
        begin("change", first, count);
        for (auto row = first; row < first + count; ++row) seen[row] = rows_[row];
        is_open_ = false;
    }

    std::vector<Row> seen;
    std::vector<std::string> told;

private:
    void begin(const std::string& what, std::size_t first, std::size_t count) {
        REQUIRE_FALSE(is_open_);
        is_open_ = true;
        first_ = first;
        count_ = count;
        told.push_back(what + " " + std::to_string(first) + " " + std::to_string(count));
    }

    Rows& rows_;
    bool is_open_ = false;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
};

using Told = std::vector<std::string>;

TEST_CASE("row list tells of each change in the numbers that models want", "[client]") {
    Rows rows;
    View view{rows};
    rows.assign({{"a", 1}, {"b", 2}, {"c", 3}});
    SECTION("all at once at first") { CHECK(view.told == Told{"insert 0 3"}); }
    SECTION("one more in the middle") {
        rows.put({"x", 2});
        CHECK(view.told.back() == "insert 2 1");
    }
    SECTION("nothing when nothing changed") {
        rows.put({"b", 2});
        CHECK(view.told.size() == 1);
    }
    SECTION("a change where it stands") {
        rows.put({"b", 2, "new"});
        CHECK(view.told.back() == "change 1 1");
    }
    SECTION("to the front, and changed") {
        rows.put({"c", 0});
        CHECK(view.told == Told{"insert 0 3", "move 2 0", "change 0 1"});
    }
    SECTION("to the end") {
        rows.put({"a", 9});
        CHECK(view.told == Told{"insert 0 3", "move 0 3", "change 2 1"});
    }
    SECTION("another list: what goes, then what comes") {
        rows.assign({{"c", 3}, {"d", 4}, {"e", 5}});
        CHECK(view.told == Told{"insert 0 3", "remove 0 2", "insert 1 2"});
    }
    CHECK(view.seen == rows.rows());
}

TEST_CASE("row list and a view that only listens stay equal, whatever happens", "[client]") {
    const auto seed = GENERATE(range(1u, 40u));
    INFO("seed " << seed);
    std::mt19937 random{seed};  // tidy(randomness): the seed is printed.
    Rows rows;
    View view{rows};
    const auto some_row = [&] {
        return Row{std::string(1, static_cast<char>('a' + random() % 12)),
                   static_cast<int>(random() % 6), std::to_string(random() % 3)};
    };
    for (int step = 0; step < 60; ++step) {
        switch (random() % 4) {
            case 0: rows.erase(some_row().id); break;
            case 1: {
                std::vector<Row> wanted;
                for (auto count = random() % 8; count > 0; --count) {
                    auto row = some_row();
                    if (std::ranges::find(wanted, row.id, &Row::id) == wanted.end())
                        wanted.push_back(std::move(row));
                }
                auto expected = wanted;
                std::ranges::sort(expected, ByPlace{});
                rows.assign(std::move(wanted));
                REQUIRE(rows.rows() == expected);
                break;
            }
            default: rows.put(some_row());
        }
        REQUIRE(view.seen == rows.rows());
        REQUIRE(std::ranges::is_sorted(rows.rows(), ByPlace{}));
    }
}

}  // namespace
}  // namespace earshot::client
