#include "cli/complete.hpp"

#include <map>

#include "cli/client.hpp"
#include "cli/completion.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "core/control/schema.hpp"

namespace earshot::cli {
namespace {

constexpr Duration patience{50};

struct Question {
    std::string_view method;
    std::vector<Candidate> (*candidates)(const control::Object& answer);
};

/// Names where they are unique, ids where not.
std::vector<Candidate> people_in(const control::Object& answer) {
    const auto people = objects_in(answer, "people");
    std::map<std::string, int> bearers;
    std::vector<std::string> ids;
    for (const auto* person : people) {
        ++bearers[text_in(*person, "name")];
        ids.push_back(text_in(*person, "id"));
    }
    const auto beginnings = short_ids(ids);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (flag_in(*people[i], "self")) continue;
        const auto name = text_in(*people[i], "name");
        const auto presence = text_in(*people[i], "presence");
        const bool can_be_typed = bearers[name] == 1 && visible(name) == name;
        auto summary = presence + " ";
        summary += can_be_typed ? beginnings[i] : name;
        candidates.push_back({can_be_typed ? name : beginnings[i], std::move(summary)});
    }
    return candidates;
}

std::vector<Candidate> waiting_in(const control::Object& answer) {
    const auto waiting = objects_in(answer, "outgoing");
    std::vector<std::string> ids;
    ids.reserve(waiting.size());
    for (const auto* one : waiting) ids.push_back(text_in(*one, "id"));
    const auto beginnings = short_ids(ids);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < waiting.size(); ++i)
        candidates.push_back({beginnings[i], text_in(*waiting[i], "to_name")});
    return candidates;
}

std::vector<Candidate> settings_in(const control::Object& answer) {
    std::vector<Candidate> candidates;
    for (const auto* setting : objects_in(answer, "settings"))
        candidates.push_back({text_in(*setting, "key"), text_in(*setting, "summary")});
    return candidates;
}

std::vector<Candidate> seeds_in(const control::Object& answer) {
    std::vector<Candidate> candidates;
    for (auto& seed : texts_in(answer, "seeds")) candidates.push_back({std::move(seed), {}});
    return candidates;
}

std::optional<Question> question_for(Completes dynamic) {
    switch (dynamic) {
        case Completes::person: return Question{"people.list", people_in};
        case Completes::queued: return Question{"outbox.list", waiting_in};
        case Completes::setting: return Question{"config.list", settings_in};
        case Completes::seed: return Question{"net.status", seeds_in};
        default: return std::nullopt;
    }
}

std::vector<Candidate> ask_daemon(const Question& question, const control::ProfilePlaces& places) {
    const auto deadline = deadline_in(patience);
    auto client = Client::connect_running(places, deadline);
    if (!client) return {};
    const auto greeted = client->call("session.hello",
                                      {{"client", "earshot-completion"},
                                       {"version", EARSHOT_VERSION},
                                       {"api", control::api_version}},
                                      deadline);
    if (!std::holds_alternative<control::Object>(greeted)) return {};
    const auto answer = client->call(question.method, {}, deadline);
    const auto* object = std::get_if<control::Object>(&answer);
    return object ? question.candidates(*object) : std::vector<Candidate>{};
}

}  // namespace

std::string complete(std::span<const std::string> words, const control::Environment& environment,
                     const std::optional<std::string>& profile) {
    auto expected = expected_at_end(words);
    if (const auto question = question_for(expected.dynamic)) {
        control::ProfileChoice choice;
        choice.folder = expected.profile_dir;
        if (expected.profile || profile)
            choice.name = expected.profile ? *expected.profile : *profile;
        if (const auto places = control::profile_places(choice, environment))
            expected.candidates = ask_daemon(*question, *places);
    }
    return candidate_lines(expected.candidates, expected.beginning);
}

}  // namespace earshot::cli
