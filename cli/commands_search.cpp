#include <algorithm>
#include <charconv>

#include "cli/commands.hpp"
#include "cli/conversation.hpp"
#include "cli/fields.hpp"
#include "cli/options.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr std::int64_t page_max = 100;

/// As other times, but in days as well.
std::optional<Duration> age_of(std::string_view text) {
    constexpr std::int64_t days_max = 36'500;
    if (!text.ends_with('d')) return parse_duration(text);
    text.remove_suffix(1);
    std::int64_t days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc{} || end != text.data() + text.size() || days < 0 || days > days_max)
        return std::nullopt;
    return Duration{std::chrono::hours{24 * days}};
}

/// The snippet, made visible, with its matches in bold.
std::string snippet_line(const control::Object& hit, const Output& out) {
    const auto text = text_in(hit, "snippet");
    std::string line;
    std::size_t shown_up_to = 0;
    const auto* matches = control::find_array(hit, "matches");
    for (std::size_t i = 0; matches != nullptr && i + 1 < matches->size(); i += 2) {
        const auto* start = (*matches)[i].if_int64();
        const auto* length = (*matches)[i + 1].if_int64();
        if (start == nullptr || length == nullptr) break;
        const auto from = static_cast<std::size_t>(*start);
        const auto size = static_cast<std::size_t>(*length);
        if (from < shown_up_to || from > text.size() || size > text.size() - from) break;
        line += visible(text.substr(shown_up_to, from - shown_up_to));
        line += out.bold(visible(text.substr(from, size)));
        shown_up_to = from + size;
    }
    return line + visible(text.substr(shown_up_to));
}

void print_hit(const control::Object& hit, Output& out) {
    if (out.is_json()) return out.print_object("earshot.hit.v1", hit);
    const auto& message = object_in(hit, "message");
    const bool is_own = flag_in(message, "own");
    const auto who = is_own ? shown_in(message, "author_name") + " to " + shown_in(hit, "peer_name")
                            : shown_in(message, "author_name");
    constexpr std::size_t short_id_bytes = 8;
    out.print(out.dim(clock_text(integer_in(message, "time"), wall_time())) + "  " + who + ": " +
              snippet_line(hit, out) + "  " +
              out.dim(visible(text_in(message, "id").substr(0, short_id_bytes))) + '\n');
}

std::optional<control::Object> query_of(Session& session, const Arguments& arguments) {
    std::string words;
    for (const auto& word : arguments.words) words += (words.empty() ? "" : " ") + word;
    control::Object query{{"text", words}};
    if (arguments.in) {
        const auto conversation = find_conversation(session, *arguments.in);
        if (!conversation) return std::nullopt;
        query["conversation"] = *conversation;
    }
    if (arguments.author) query["from"] = *arguments.author;
    if (!arguments.since) return query;
    const auto age = age_of(*arguments.since);
    if (!age) {
        session.complain(ExitCode::usage, "--since wants a time such as 90m, 12h or 30d");
        return std::nullopt;
    }
    query["since"] = std::int64_t{(wall_time() - *age).time_since_epoch().count()};
    return query;
}

}  // namespace

ExitCode search(Session& session, const Arguments& arguments) {
    auto query = query_of(session, arguments);
    if (!query) return session.exit_code();
    auto left = arguments.limit;
    while (left > 0) {
        (*query)["limit"] = std::min(left, page_max);
        const auto found = session.call("search.query", *query);
        if (!found) return session.exit_code();
        for (const auto* hit : objects_in(*found, "hits")) {
            print_hit(*hit, session.out());
            --left;
        }
        if (!flag_in(*found, "more")) break;
        (*query)["before"] = text_in(*found, "next");
    }
    if (left == arguments.limit) session.out().remark("nothing found");
    return ExitCode::done;
}

}  // namespace earshot::cli
