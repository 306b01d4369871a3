#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/link.hpp"
#include "client/row_list.hpp"
#include "client/values.hpp"

/// The messages of one conversation, newest first, as far as they are wanted: a window of a few
/// hundred around what is looked at, which grows at an end when it is asked to and is cut at the
/// other. Memory does not grow with the conversation.
namespace earshot::client {

struct NewestFirst {
    bool operator()(const Message& a, const Message& b) const {
        return a.order != b.order ? a.order > b.order : a.id > b.id;
    }
};

class Timeline {
public:
    using Rows = RowList<Message, NewestFirst>;

    struct Window {
        std::int64_t page = 50;  ///< Asked for at first.
        std::int64_t step = 20;  ///< Asked for at an end, each time: who shows it is not held up.
        std::size_t rows_max = 300;
    };

    /// `link` outlives it.
    explicit Timeline(Link& link) : Timeline(link, Window{}) {}
    Timeline(Link& link, Window window) : link_(link), window_(window) {}
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    Rows& list() noexcept { return list_; }
    const Rows& list() const noexcept { return list_; }
    const std::string& conversation() const noexcept { return conversation_; }

    /// Shows this one from now on; `around` is the message to begin at, otherwise its end.
    void open(std::string conversation, std::optional<std::string> around = {});
    void close() { open({}); }
    /// The same again, where the view is: after a gap or a lost connection.
    void reload();

    void load_older();
    void load_newer();
    /// Back to the end, unless it is there already.
    void load_end();

    /// False while nothing is known of this conversation yet.
    bool is_loaded() const noexcept { return is_loaded_; }
    bool is_loading() const noexcept { return is_loading_; }
    bool has_older() const noexcept { return has_older_; }
    /// What arrives meanwhile is not in the list.
    bool has_newer() const noexcept { return has_newer_; }

    /// The message that the view keeps in sight, so that the window is cut elsewhere; empty: the
    /// end.
    void set_anchor(std::string id) { anchor_ = std::move(id); }

    /// Called after an answer came or failed: `is_loading` and the ends may have changed.
    void when_settled(std::function<void()> when_settled) {
        when_settled_ = std::move(when_settled);
    }

    void on_event(std::string_view name, const control::Object& fields);

private:
    /// What an answer is for.
    enum class Part : std::uint8_t { end, around, older, newer };

    void ask(Part part, const std::string& message, std::int64_t limit);
    void on_page(Part part, const control::Object& page);
    void put(const control::Object& object);
    void trim();

    Link& link_;
    Window window_;
    Rows list_;
    std::string conversation_;
    std::string anchor_;
    unsigned asked_ = 0;  ///< Answers to earlier questions are not wanted any more.
    bool is_loaded_ = false;
    bool is_loading_ = false;
    bool has_older_ = false;
    bool has_newer_ = false;
    std::function<void()> when_settled_;
};

}  // namespace earshot::client
