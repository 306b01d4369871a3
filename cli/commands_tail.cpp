#include <map>
#include <set>
#include <string>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/interrupt.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

/// Tells events as people read them; remembers what ids are called.
class Teller {
public:
    explicit Teller(Session& session) : out_(session.out()) {
        own_id_ = text_in(
            object_in(session.call("profile.get").value_or(control::Object{}), "person"), "id");
        if (const auto answer = session.call("people.list"))
            for (const auto* person : objects_in(*answer, "people")) {
                learn_person(*person);
                has_come(*person);
            }
        if (const auto answer = session.call("conversation.list"))
            for (const auto* one : objects_in(*answer, "conversations")) learn_conversation(*one);
    }

    void tell(const control::Object& event) {
        const auto kind = text_in(event, "event");
        if (kind == "message.added") {
            tell_message(object_in(event, "message"));
        } else if (kind == "request.added") {
            tell_request(event);
        } else if (kind == "person.namesake") {
            learn_person(object_in(event, "person"));
            tell_namesake(object_in(event, "person"), object_in(event, "namesake"));
        } else if (kind == "verify.sas.changed") {
            tell_comparison(object_in(event, "comparison"));
        } else if (kind == "typing.changed") {
            if (flag_in(event, "active")) tell_presence(text_in(event, "person"), "is writing");
        } else if (kind == "message.stateChanged") {
            const auto state = shown_in(event, "state");
            tell_line(wall_time().time_since_epoch().count(),
                      out_.dim(state + (state == "read" ? " by " : " to ") +
                               peer_of(text_in(event, "conversation")) + " " +
                               visible(text_in(event, "id").substr(0, 8)) +
                               reason_text(text_in(event, "reason"))));
        } else if (kind == "person.added" || kind == "person.updated" || kind == "person.nearby") {
            meet(object_in(event, "person"));
        } else if (kind == "conversation.added" || kind == "conversation.changed") {
            learn_conversation(object_in(event, "conversation"));
        } else if (kind == "notification.raised") {
            if (text_in(event, "kind") == "arrival")
                tell_presence(text_in(event, "person"), "has come; you waited for them");
        } else if (kind == "person.left") {
            const auto id = text_in(event, "person");
            if (here_.erase(id) > 0) tell_presence(id, "left");
        }
    }

private:
    void learn_person(const control::Object& person) {
        remember(names_, text_in(person, "id"), shown_in(person, "name"));
    }
    void learn_conversation(const control::Object& conversation) {
        remember(peers_, text_in(conversation, "id"), shown_in(conversation, "peer_name"));
    }
    void meet(const control::Object& person) {
        learn_person(person);
        if (has_come(person)) tell_presence(text_in(person, "id"), "is here");
    }
    /// The daemon says that somebody is here whenever they are seen otherwise, too, and before it
    /// knows what they are called: this is true once, as soon as there is a name. Past the limit
    /// whoever is not known to be here comes anew.
    bool has_come(const control::Object& person) {
        const bool has_name =
            !text_in(person, "own_name").empty() || !text_in(person, "alias").empty();
        if (!flag_in(person, "nearby") || !has_name) return false;
        const auto id = text_in(person, "id");
        if (here_.size() >= limits::people_max) return !here_.contains(id);
        return here_.insert(id).second;
    }
    /// Names are a comfort: past the limit, ids are shown instead.
    static void remember(std::map<std::string, std::string>& names, const std::string& id,
                         std::string name) {
        if (names.size() < limits::people_max || names.contains(id)) names[id] = std::move(name);
    }
    std::string peer_of(const std::string& conversation) const {
        const auto peer = peers_.find(conversation);
        return peer == peers_.end() ? visible(conversation.substr(0, 8)) : peer->second;
    }
    void tell_presence(const std::string& id, std::string_view what) {
        const auto name = names_.find(id);
        if (id != own_id_)
            tell_line(wall_time().time_since_epoch().count(),
                      (name == names_.end() ? visible(id.substr(0, 8)) : name->second) + " " +
                          std::string{what});
    }
    void tell_message(const control::Object& message) {
        auto author = out_.bold(shown_in(message, "author_name"));
        if (flag_in(message, "own")) author += " to " + peer_of(text_in(message, "conversation"));
        tell_line(integer_in(message, "time"),
                  author + ": " + visible_lines(text_in(message, "text"), 7));
    }
    /// Without noise, and never to be taken for a message of a contact.
    void tell_request(const control::Object& event) {
        const auto& person = object_in(event, "person");
        const auto& message = object_in(event, "message");
        learn_person(person);
        tell_line(integer_in(message, "time"),
                  out_.dim("request of " + shown_in(person, "name") + " " + short_id(person) +
                           ", no contact: " + visible_lines(text_in(message, "text"), 7)));
    }
    void tell_comparison(const control::Object& comparison) {
        const auto name = shown_in(object_in(comparison, "person"), "name");
        const auto stage = text_in(comparison, "stage");
        std::string line;
        if (stage == "asked") line = name + " wants to compare: earshot verify WHO --live";
        if (stage == "failed")
            line = "comparing with " + name + " failed: " + shown_in(comparison, "failure");
        if (stage == "agreed") line = name + " is verified";
        if (!line.empty()) tell_line(wall_time().time_since_epoch().count(), line);
    }
    void tell_namesake(const control::Object& person, const control::Object& contact) {
        tell_line(wall_time().time_since_epoch().count(),
                  out_.bold("beware: somebody else is called " + shown_in(person, "name") + ": " +
                            short_id(person) + " is not your contact " + shown_in(contact, "name") +
                            " " + short_id(contact)));
    }
    static std::string short_id(const control::Object& person) {
        return visible(text_in(person, "id").substr(0, 8));
    }
    void tell_line(std::int64_t time, std::string_view text) {
        out_.print(out_.dim(clock_text(time, wall_time())) + "  " + std::string{text} + '\n');
    }

    Output& out_;  // Outlives the verb.
    std::string own_id_;
    std::map<std::string, std::string> names_;
    std::set<std::string> here_;
    std::map<std::string, std::string> peers_;  // By conversation.
};

ExitCode end_of(Session& session, Silence silence, std::optional<std::int64_t> cursor) {
    const auto resume = cursor
                            ? "go on without loss: earshot tail --from " + std::to_string(*cursor)
                            : std::string{};
    if (silence == Silence::lost)
        return session.complain(ExitCode::no_daemon, "the daemon stopped", resume);
    if (silence != Silence::interrupted) return ExitCode::done;
    session.out().remark(resume);
    return ExitCode::interrupted;
}

}  // namespace

ExitCode tail(Session& session, const Arguments& arguments) {
    auto& out = session.out();
    if (!session.connect()) return session.exit_code();
    std::optional<Teller> teller;
    if (!out.is_json()) teller.emplace(session);
    control::Object query;
    if (arguments.from) query["since"] = *arguments.from;
    const auto subscribed = session.call("session.subscribe", query);
    if (!subscribed) return session.exit_code();
    auto cursor = arguments.from ? arguments.from : control::find_integer(*subscribed, "seq");

    const Interrupt interrupt;
    while (true) {
        if (!out.flush()) return ExitCode::failed;
        const auto heard = session.client().next_event(std::nullopt, interrupt.descriptor());
        if (const auto* silence = std::get_if<Silence>(&heard))
            return end_of(session, *silence, cursor);
        const auto& event = std::get<control::Object>(heard);
        if (out.is_json())
            out.print_object("earshot.event.v1", event);
        else
            teller->tell(event);
        if (const auto seq = control::find_integer(event, "seq")) cursor = seq;
        if (text_in(event, "event") == "events.gap")
            out.remark("some events are missing here: earshot read shows all messages");
    }
}

}  // namespace earshot::cli
