#include "tui/talk.hpp"

#include <utility>
#include <variant>

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "core/base/visible.hpp"
#include "tui/command_line.hpp"

namespace earshot::tui {
namespace {

/// The same call may work later.
bool may_help_again(const client::Answer& answer) {
    const auto* const failure = std::get_if<control::Failure>(&answer);
    return std::holds_alternative<client::Lost>(answer) ||
           (failure && control::facts_of(failure->kind).retryable);
}

}  // namespace

Talk::Talk(client::Mirror& mirror, Host& host, Wishes wishes)
    : mirror_(mirror),
      host_(host),
      wishes_(std::move(wishes)),
      messages_(mirror.timeline()),
      composer_(limits::text_bytes_max) {}

const client::Person* Talk::peer() const { return mirror_.people().find(open_.person); }

const client::Conversation* Talk::row() const {
    return mirror_.conversations().find(open_.conversation);
}

std::string Talk::peer_name() const {
    if (const auto* person = peer()) return visible(person->name);
    return row() ? visible(row()->peer_name) : std::string{};
}

bool Talk::is_request() const {
    if (const auto* here = row(); here && here->request) return true;
    const auto* const person = peer();
    if (!person || person->standing == client::Standing::accepted) return false;
    const auto& messages = mirror_.timeline().list().rows();
    return !messages.empty() && messages.front().request;
}

bool Talk::is_typing() const { return row() && !row()->typing.empty(); }

void Talk::open(const Choice& choice, Instant now, std::optional<std::string> around) {
    if (choice == open_ && around) {
        messages_.go_to(*around);
        if (!mirror_.timeline().list().find(*around)) show(open_.conversation, around);
        return;
    }
    if (choice == open_) return;
    // What was written belongs to the conversation that is left.
    save_drafts(now, true);
    say_typing(typing_.on_ended());
    open_ = choice;
    composer_.editor().take_text();
    if (open_.conversation.empty()) {
        if (const auto* known = mirror_.conversations().find_with(open_.person))
            open_.conversation = known->id;
    }
    if (open_.conversation.empty()) {
        mirror_.timeline().close();
        messages_.on_opened({}, false);
        ask_for_conversation(std::move(around));
    } else {
        if (open_.person.empty() && row()) open_.person = row()->peer;
        show(open_.conversation, std::move(around));
    }
}

void Talk::close(Instant now) { open({}, now); }

void Talk::ask_for_conversation(std::optional<std::string> around) {
    const auto person = open_.person;
    if (person.empty()) return;
    mirror_.link().call("conversation.open", {{"who", person}},
                        [this, person, around = std::move(around)](const client::Answer& answer) {
                            const auto* const object = client::result_of(answer);
                            if (!object) {
                                if (open_.person == person) wishes_.complain(answer);
                                return;
                            }
                            mirror_.conversations().put(*object);
                            // Somebody else may be wanted meanwhile.
                            if (open_.person == person && open_.conversation.empty())
                                show(client::text_in(*object, "id"), around);
                        });
}

void Talk::show(std::string conversation, std::optional<std::string> around) {
    open_.conversation = std::move(conversation);
    const auto* const here = row();
    const auto unread = here && here->unread > 0 ? here->first_unread : std::nullopt;
    mirror_.timeline().open(open_.conversation, around ? around : unread);
    messages_.on_opened(unread, is_request());
    if (around) messages_.go_to(*around);
    if (composer_.editor().empty())
        composer_.editor().set_text(
            drafts_.text_of(open_.conversation, here ? here->draft : std::nullopt));
}

void Talk::on_edited(Instant now) {
    if (open_.conversation.empty()) return;
    const auto& text = composer_.text();
    // A command is no message: nobody shall see that it is typed, and it is no draft.
    const bool is_message = !text.empty() && text != "/" && !is_command(text);
    drafts_.on_edited(open_.conversation, is_message ? text : std::string{}, now);
    const bool may_know = !is_request();
    say_typing(is_message && may_know ? typing_.on_typed(open_.conversation, now)
                                      : typing_.on_ended());
}

bool Talk::send(Instant now) {
    if (!is_open()) return false;
    auto body = composer_.text();
    // A space before a slash makes a message of what would be a command.
    if (body.starts_with(" /")) body.erase(0, 1);
    if (body.find_first_not_of(" \n\t") == std::string::npos) return false;
    if (!mirror_.link().is_ready()) {
        // Nobody would take it: it stays where it was written.
        wishes_.complain(client::Lost{});
        return false;
    }
    composer_.editor().take_text();
    if (!open_.conversation.empty()) drafts_.on_edited(open_.conversation, {}, now);
    typing_.on_ended();  // The message says so itself.
    const auto ref = host_.random_ref();
    outgoing_[ref] = {open_.conversation, open_.person, std::move(body)};
    send_outgoing(ref, now);
    messages_.forget_unread();
    messages_.go_to_end();
    return true;
}

void Talk::send_outgoing(const std::string& ref, Instant now) {
    const auto& message = outgoing_.at(ref);
    control::Object params{{"body", message.body}, {"ref", ref}};
    if (message.conversation.empty())
        params["to"] = message.person;
    else
        params["conversation"] = message.conversation;
    mirror_.link().call("message.send", params, [this, ref, now](const client::Answer& answer) {
        // Without an answer it is asked again, over the next connection: the ref makes it one.
        const bool is_cut_off = !mirror_.link().is_ready();
        if (std::holds_alternative<client::Lost>(answer) && is_cut_off) return;
        if (client::result_of(answer))
            outgoing_.erase(ref);
        else
            on_refused(ref, answer, now);
    });
}

void Talk::on_refused(const std::string& ref, const client::Answer& answer, Instant now) {
    // The text comes back to where it was written.
    const auto found = outgoing_.find(ref);
    if (found == outgoing_.end()) return;
    const auto message = std::move(found->second);
    outgoing_.erase(found);
    const bool is_here = message.person == open_.person;
    if (is_here && composer_.editor().empty()) composer_.editor().set_text(message.body);
    const auto* const known = mirror_.conversations().find_with(message.person);
    const auto conversation = known ? known->id : message.conversation;
    if (!conversation.empty())
        drafts_.on_edited(conversation, is_here ? composer_.text() : message.body, now);
    wishes_.complain(answer);
}

void Talk::say_typing(const std::optional<client::TypingWord>& word) {
    if (word)
        mirror_.link().tell("typing.set",
                            {{"conversation", word->conversation}, {"active", word->active}});
}

void Talk::save_drafts(Instant now, bool flush) {
    for (const auto& word : drafts_.take_due(now, flush)) {
        const auto* const known = mirror_.conversations().find(word.conversation);
        if (word.body.empty() && known && !known->draft) {
            drafts_.on_saved(word);  // There is none to delete.
            continue;
        }
        mirror_.link().call("draft.set", {{"conversation", word.conversation}, {"body", word.body}},
                            [this, word, now](const client::Answer& answer) {
                                if (client::result_of(answer)) drafts_.on_saved(word);
                                // One that will never be taken stays here, as long as we run.
                                if (may_help_again(answer))
                                    drafts_.on_failed(word, now);
                                else
                                    mirror_.conversations().put_draft(word.conversation, word.body);
                            });
    }
}

void Talk::on_focus(bool is_looked_at) { is_looked_at_ = is_looked_at; }

void Talk::see() {
    if (!mirror_.link().is_ready()) return;
    const bool sees = is_looked_at_ && !open_.conversation.empty() &&
                      mirror_.timeline().is_loaded() && messages_.is_at_end();
    const auto focus = sees ? open_.conversation : std::string{};
    if (told_focus_ != focus) {
        control::Object params;
        if (sees) params["conversation"] = focus;
        mirror_.link().tell("session.focus", params);
        told_focus_ = focus;
    }
    // The daemon reads for us what arrives from now on; what had come before is marked once.
    const auto* const here = row();
    if (!sees || here == nullptr || here->unread == 0 || is_request()) return;
    const auto newest = focus + ' ' + here->last_message.value_or("");
    if (std::exchange(marked_, newest) != newest)
        mirror_.link().tell("conversation.markRead", {{"conversation", focus}});
}

void Talk::on_ready(Instant now) {
    told_focus_.reset();
    marked_.clear();
    std::vector<std::string> refs;
    for (const auto& [ref, message] : outgoing_) refs.push_back(ref);
    for (const auto& ref : refs) send_outgoing(ref, now);
    if (open_.conversation.empty()) ask_for_conversation({});
}

void Talk::on_lost() { typing_.on_ended(); }

void Talk::on_event(std::string_view name, const control::Object& fields) {
    if (name == "conversation.removed" &&
        client::text_in(fields, "conversation") == open_.conversation)
        open_.conversation.clear();
    // Another program of ours has changed the draft that is shown here.
    if (name == "draft.changed" && row() && composer_.editor().empty())
        composer_.editor().set_text(drafts_.text_of(open_.conversation, row()->draft));
}

void Talk::on_time(Instant now) {
    save_drafts(now, false);
    say_typing(typing_.on_time(now));
}

void Talk::flush(Instant now) {
    save_drafts(now, true);
    say_typing(typing_.on_ended());
}

std::optional<Instant> Talk::next_deadline() const {
    const auto draft = drafts_.next_deadline();
    const auto typing = typing_.next_deadline();
    if (draft && typing) return std::min(*draft, *typing);
    return draft ? draft : typing;
}

}  // namespace earshot::tui
