#include <utility>

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "core/base/visible.hpp"
#include "tui/app.hpp"
#include "tui/ask.hpp"
#include "tui/failure_words.hpp"
#include "tui/launch_words.hpp"
#include "tui/pages.hpp"
#include "tui/say.hpp"

/// What the daemon is asked, and what it says.
namespace earshot::tui {

void App::on_ready() {
    if (nearby_since_ == Instant{}) nearby_since_ = now_.steady;
    notice_.clear();
    launch_failure_.reset();
    if (unlock_) close_overlay();
    talk_.on_ready(now_.steady);
    ask_settings();
    ask_status();
}

void App::on_refused(const control::Failure& failure) { say(failure_words(failure, texts_), true); }

void App::on_locked() {
    notice_.clear();
    launch_failure_.reset();
    if (unlock_) return unlock_->ask_again({});
    const auto by =
        mirror_.link().opens_by_keyring() ? Unlock::By::keyring : Unlock::By::passphrase;
    auto unlock = std::make_unique<Unlock>(by, [this](const control::SecretText& secret) {
        mirror_.link().unlock(secret, [this](const client::Answer& answer) {
            if (unlock_ && !client::result_of(answer))
                unlock_->ask_again(failure_words(answer, texts_));
        });
    });
    auto* const shown = unlock.get();
    show(std::move(unlock));
    unlock_ = shown;
}

void App::on_lost() { talk_.on_lost(); }

void App::on_daemon_starting() {
    is_starting_ = true;
    launch_failure_.reset();
    notice_.clear();
}

void App::on_daemon_missing(const cli::LaunchFailure& failure) {
    is_starting_ = false;
    launch_failure_ = failure;
    say(launch_words(failure, texts_), true);
}

void App::on_event(std::string_view name, const control::Object& fields) {
    talk_.on_event(name, fields);
    if (name == "notification.raised") {
        host_.bell();
        if (client::text_in(fields, "kind") == "arrival") tell_arrival(fields);
    } else if (name == "outbox.changed") {
        waiting_ = client::integer_in(fields, "queue");
    } else if (name == "config.changed") {
        ask_settings();
    } else if (name == "network.unknown") {
        say(std::string{texts_(Say::network_unknown)}, true);
    } else if (name == "verify.sas.changed") {
        const auto* const comparison = control::find_object(fields, "comparison");
        const auto* const person =
            comparison ? control::find_object(*comparison, "person") : nullptr;
        if (person && client::text_in(*comparison, "stage") == "asked")
            say(texts_(Say::comparing_asked, {visible(client::text_in(*person, "name"))}), true);
    } else if (name == "daemon.stopping") {
        say(std::string{texts_(Say::daemon_stopping)}, true);
    }
}

void App::tell_arrival(const control::Object& fields) {
    const auto name = visible(client::text_in(fields, "title"));
    say(name.empty() ? std::string{texts_(Say::somebody_arrived)} : texts_(Say::arrived, {name}),
        false);
}

void App::ask_settings() {
    for (const char* key : {"name", "ui.language", "ui.theme"})
        mirror_.link().call("config.get", {{"key", key}},
                            [this, key](const client::Answer& answer) {
                                if (const auto* setting = client::result_of(answer))
                                    on_setting(key, *setting);
                            });
}

void App::on_setting(std::string_view key, const control::Object& setting) {
    const auto value = client::text_in(setting, "value");
    if (key == "ui.language") texts_ = Texts{language(value)};
    if (key == "ui.theme") {
        chosen_theme_ = value;
        restyle();
    }
    if (key != "name") return;
    own_name_ = value;
    // Nobody has chosen it yet: this is the first start.
    if (client::text_in(setting, "origin") == "default" && !has_asked_name_ && !overlay_)
        ask_name(value);
}

void App::ask_name(const std::string& proposed) {
    has_asked_name_ = true;
    Ask::Question question{std::string{texts_(Say::first_title)},
                           std::string{texts_(Say::first_words)}, proposed,
                           limits::display_name_bytes_max};
    show(std::make_unique<Ask>(std::move(question), [this](const std::string& name) {
        mirror_.link().call("config.set", {{"key", "name"}, {"value", name}},
                            [this](const client::Answer& answer) { complain(answer); });
    }));
}

void App::ask_status() {
    mirror_.link().call("presence.get", {}, [this](const client::Answer& answer) {
        if (const auto* presence = client::result_of(answer))
            own_presence_ = client::text_in(*presence, "state");
    });
    mirror_.link().call("daemon.info", {}, [this](const client::Answer& answer) {
        if (const auto* info = client::result_of(answer))
            waiting_ = client::integer_in(*info, "queue");
    });
}

void App::show_finder() {
    if (!can_search()) return;
    auto finder = std::make_unique<Finder>(
        talk_.open().conversation.empty() ? std::string{} : talk_.peer_name(),
        Finder::Wishes{
            [this](const std::string& text, bool everywhere, const std::string& before) {
                searcher_.ask(
                    {text, everywhere ? std::string{} : talk_.open().conversation, before},
                    now_.steady);
            },
            [this](const Hit& hit) {
                const auto* const row = mirror_.conversations().find(hit.message.conversation);
                open({hit.message.conversation, row ? row->peer : std::string{}}, hit.message.id);
            }});
    auto* const shown = finder.get();
    show(std::move(finder));
    finder_ = shown;
}

void App::on_found(const client::Answer& answer, bool is_next_page) {
    if (!finder_) return;
    const auto* const found = client::result_of(answer);
    if (!found) {
        finder_->on_failed(is_next_page);
        return;
    }
    std::vector<Hit> hits;
    for (const auto* object : client::objects_in(*found, "hits"))
        if (auto hit = hit_from(*object)) hits.push_back(*std::move(hit));
    const bool more = client::flag_in(*found, "more");
    finder_->on_hits(std::move(hits), more ? client::text_in(*found, "next") : std::string{},
                     is_next_page);
}

void App::show_verification() {
    const auto person = talk_.open().person;
    if (person.empty()) {
        say(texts_(Say::write_nobody, {key_of(Action::go_to)}), true);
        return;
    }
    mirror_.link().call(
        "verify.start", {{"who", person}}, [this, person](const client::Answer& answer) {
            complain(answer);
            const auto* const verification = client::result_of(answer);
            if (!verification || overlay_) return;
            show(verify_page(*verification, texts_, [this, person](const std::string& number) {
                mirror_.link().call("verify.confirm", {{"who", person}, {"number", number}},
                                    [this](const client::Answer& confirmed) {
                                        complain(confirmed);
                                        if (client::result_of(confirmed))
                                            say(std::string{texts_(Say::now_verified)});
                                    });
            }));
        });
}

void App::show_card() {
    mirror_.link().call("card.own", {}, [this](const client::Answer& answer) {
        complain(answer);
        const auto* const card = client::result_of(answer);
        if (!card || overlay_) return;
        show(card_page(*card, texts_, [this](const std::string& text) { copy(text); }));
    });
}

void App::show_doctor() {
    auto page = doctor_page(texts_);
    auto* const shown = page.get();
    show(std::move(page));
    doctor_page_ = shown;
    control::Object params{{"version", options_.version}};
    mirror_.link().call("doctor.run", params, [this](const client::Answer& answer) {
        complain(answer);
        const auto* const diagnosis = client::result_of(answer);
        if (!doctor_page_) return;
        if (diagnosis)
            doctor_page_->set_lines(doctor_lines(*diagnosis));
        else
            close_overlay();
    });
}

void App::show_details(const client::Message& message) {
    const auto name = talk_.peer_name();
    mirror_.link().call(
        "message.info", {{"id", message.id}}, [this, message, name](const client::Answer& answer) {
            if (!overlay_) show(details_page(message, client::result_of(answer), name, texts_));
        });
}

void App::decide(std::string_view method, Say done) {
    const auto person = talk_.open().person;
    if (!talk_.is_request() || person.empty()) return;
    mirror_.link().call(
        method, {{"who", person}},
        [this, person, done, name = talk_.peer_name()](const client::Answer& answer) {
            complain(answer);
            if (!client::result_of(answer)) return;
            say(texts_(done, {name}));
            mirror_.conversations().load();
            mirror_.timeline().reload();
            if (done != Say::request_accepted && talk_.open().person == person)
                talk_.close(now_.steady);
        });
}

void App::take_back(const client::Message& message) {
    if (!message.own) return;
    talk_.messages().end_selection();
    mirror_.link().call("outbox.cancel", {{"id", message.id}},
                        [this](const client::Answer& answer) {
                            const auto* const failure = std::get_if<control::Failure>(&answer);
                            if (failure && failure->kind == control::FailureKind::not_found)
                                say(std::string{texts_(Say::too_late)}, true);
                            else if (failure)
                                complain(answer);
                            else
                                say(std::string{texts_(Say::taken_back)});
                        });
}

}  // namespace earshot::tui
