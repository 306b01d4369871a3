#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "client/link.hpp"
#include "client/pages.hpp"
#include "client/row_list.hpp"
#include "client/values.hpp"

/// Everybody the daemon knows of, without ourselves: those who are here first, then by name.
namespace earshot::client {

struct PeopleOrder {
    bool operator()(const Person& a, const Person& b) const;
};

class People {
public:
    using Rows = RowList<Person, PeopleOrder>;

    /// `link` outlives it.
    explicit People(Link& link);
    People(const People&) = delete;
    People& operator=(const People&) = delete;

    Rows& list() noexcept { return list_; }
    const Rows& list() const noexcept { return list_; }
    const Person* find(std::string_view id) const { return list_.find(id); }
    bool is_loaded() const noexcept { return is_loaded_; }
    /// Called after each load; an empty list tells its observers nothing.
    void when_loaded(std::function<void()> when_loaded) { when_loaded_ = std::move(when_loaded); }

    /// Asks for all, page by page; what is there stays until the answers are.
    void load() { pages_.load(); }
    void on_event(std::string_view name, const control::Object& fields);

private:
    void on_all(std::vector<Person> people);
    void put(const control::Object& fields);

    Pages<Person> pages_;
    Rows list_;
    bool is_loaded_ = false;
    std::function<void()> when_loaded_;
};

}  // namespace earshot::client
