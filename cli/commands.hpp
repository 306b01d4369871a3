#pragma once

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"

/// One function per verb; verbs.cpp says which is which. Each prints its result and returns what
/// the shell is told; whatever went wrong has been said by then.
namespace earshot::cli {

class Session;

// commands_people.cpp
ExitCode status(Session& session, const Arguments& arguments);
ExitCode presence(Session& session, const Arguments& arguments);
ExitCode people(Session& session, const Arguments& arguments);

// commands_trust.cpp
ExitCode person_show(Session& session, const Arguments& arguments);
ExitCode person_alias(Session& session, const Arguments& arguments);
ExitCode person_watch(Session& session, const Arguments& arguments);
ExitCode person_unwatch(Session& session, const Arguments& arguments);
ExitCode person_block(Session& session, const Arguments& arguments);
ExitCode person_unblock(Session& session, const Arguments& arguments);
ExitCode person_forget(Session& session, const Arguments& arguments);
ExitCode verify(Session& session, const Arguments& arguments);

// commands_compare.cpp
ExitCode compare(Session& session, const Arguments& arguments);

// commands_cards.cpp
ExitCode card(Session& session, const Arguments& arguments);
ExitCode add(Session& session, const Arguments& arguments);

// commands_requests.cpp
ExitCode requests(Session& session, const Arguments& arguments);
ExitCode request_accept(Session& session, const Arguments& arguments);
ExitCode request_decline(Session& session, const Arguments& arguments);

// commands_messages.cpp
ExitCode send(Session& session, const Arguments& arguments);
ExitCode read(Session& session, const Arguments& arguments);

// commands_search.cpp
ExitCode search(Session& session, const Arguments& arguments);

// commands_tail.cpp
ExitCode tail(Session& session, const Arguments& arguments);

// commands_notify.cpp
ExitCode draft(Session& session, const Arguments& arguments);
ExitCode notify_status(Session& session, const Arguments& arguments);
ExitCode notify_mute(Session& session, const Arguments& arguments);
ExitCode notify_unmute(Session& session, const Arguments& arguments);
ExitCode notify_snooze(Session& session, const Arguments& arguments);

// commands_message_info.cpp
ExitCode message_show(Session& session, const Arguments& arguments);

// commands_queue.cpp
ExitCode queue_list(Session& session, const Arguments& arguments);
ExitCode queue_retry(Session& session, const Arguments& arguments);
ExitCode queue_cancel(Session& session, const Arguments& arguments);

// commands_net.cpp
ExitCode net_status(Session& session, const Arguments& arguments);
ExitCode net_interfaces(Session& session, const Arguments& arguments);
ExitCode net_seed_add(Session& session, const Arguments& arguments);
ExitCode net_seed_remove(Session& session, const Arguments& arguments);
ExitCode net_visibility(Session& session, const Arguments& arguments);
ExitCode net_here(Session& session, const Arguments& arguments);
ExitCode net_look(Session& session, const Arguments& arguments);

// commands_doctor.cpp
ExitCode doctor(Session& session, const Arguments& arguments);

// commands_profile.cpp
ExitCode profile_state(Session& session, const Arguments& arguments);
ExitCode profile_list(Session& session, const Arguments& arguments);
ExitCode profile_lock(Session& session, const Arguments& arguments);
ExitCode profile_unlock(Session& session, const Arguments& arguments);
ExitCode profile_passphrase(Session& session, const Arguments& arguments);
ExitCode profile_keyring(Session& session, const Arguments& arguments);

// commands_daemon.cpp
ExitCode daemon_run(Session& session, const Arguments& arguments);
ExitCode daemon_start(Session& session, const Arguments& arguments);
ExitCode daemon_stop(Session& session, const Arguments& arguments);
ExitCode daemon_restart(Session& session, const Arguments& arguments);
ExitCode daemon_status(Session& session, const Arguments& arguments);

// commands_unit.cpp
ExitCode daemon_install(Session& session, const Arguments& arguments);
ExitCode daemon_uninstall(Session& session, const Arguments& arguments);

// commands_settings.cpp
ExitCode config_get(Session& session, const Arguments& arguments);
ExitCode config_set(Session& session, const Arguments& arguments);
ExitCode config_list(Session& session, const Arguments& arguments);
ExitCode rpc(Session& session, const Arguments& arguments);

// commands_about.cpp
ExitCode completion(Session& session, const Arguments& arguments);
ExitCode version(Session& session, const Arguments& arguments);
ExitCode help(Session& session, const Arguments& arguments);

}  // namespace earshot::cli
