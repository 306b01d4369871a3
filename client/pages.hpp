#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/link.hpp"
#include "client/read.hpp"

/// All rows of a list that the daemon answers page by page.
namespace earshot::client {

/// Where the rows are: the method, the member of its answer, and what makes a row of an object.
template <class Row>
struct PageSource {
    std::string_view method;
    std::string_view member;
    std::optional<Row> (*read)(const control::Object&);
    std::size_t rows_max;  ///< No page is asked for beyond.
};

/// One load at a time: answers to an earlier one are dropped. A failure ends it without a word;
/// what calls it loads anew with the next connection.
template <class Row>
class Pages {
public:
    using WhenAll = std::function<void(std::vector<Row>)>;

    /// `link` outlives it; `when_all` is called after each load, with no two rows of one id.
    Pages(Link& link, const PageSource<Row>& source, WhenAll when_all)
        : link_(link), source_(source), when_all_(std::move(when_all)) {}
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;

    void load() { ask({}, ++load_); }

private:
    void ask(std::vector<Row> so_far, unsigned load) {
        control::Object params;
        if (!so_far.empty()) params["after"] = so_far.back().id;
        auto on_answer = [this, load, so_far = std::move(so_far)](const Answer& answer) {
            if (const auto* const result = result_of(answer); result && load == load_)
                on_page(so_far, *result);
        };
        link_.call(source_.method, params, std::move(on_answer));
    }

    void on_page(std::vector<Row> rows, const control::Object& page) {
        const auto before = rows.size();
        std::set<std::string, std::less<>> known;
        for (const auto& row : rows) known.insert(row.id);
        // One that has moved up meanwhile makes a page begin where an earlier one did.
        for (const auto* object : objects_in(page, source_.member))
            if (auto row = source_.read(*object); row && known.insert(row->id).second)
                rows.push_back(*std::move(row));
        const bool has_grown = rows.size() > before;
        if (flag_in(page, "more") && has_grown && rows.size() < source_.rows_max)
            ask(std::move(rows), load_);
        else
            when_all_(std::move(rows));
    }

    Link& link_;
    PageSource<Row> source_;
    WhenAll when_all_;
    unsigned load_ = 0;
};

}  // namespace earshot::client
