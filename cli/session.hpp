#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/client.hpp"
#include "cli/exit_code.hpp"
#include "cli/launcher.hpp"
#include "cli/output.hpp"

/// What a verb works with: the daemon, the output, and one way to fail. A function here that gives
/// nothing (or false) has already told the user why, and `exit_code` is what to return.
namespace earshot::cli {

class Session {
public:
    /// Both outlive the session.
    Session(const Arguments& arguments, Output& output, Profile profile);

    Output& out() noexcept { return output_; }
    const Profile& profile() const noexcept { return profile_; }

    /// Connects and says hello; starts the daemon when none runs, unless told not to.
    bool connect();
    /// Like `connect`, but never starts one; nothing is said when none runs.
    enum class Found { yes, no, failed };
    Found find_daemon();
    /// From now on a locked profile is no failure to connect: some calls are answered all the same.
    void accept_locked() noexcept { accepts_locked_ = true; }
    /// The same of a store that fails.
    void accept_broken_store() noexcept { accepts_broken_store_ = true; }
    /// Known once connected.
    bool is_locked() const noexcept { return is_locked_; }
    bool is_store_broken() const noexcept { return is_store_broken_; }
    bool has_started_daemon() const noexcept { return started_; }

    /// Connects first where that has not happened.
    std::optional<control::Object> call(std::string_view method,
                                        const control::Object& params = {});
    /// The same, tried a second time over a new connection when the first one is lost: for calls
    /// that do nothing twice, because they only ask or carry a `ref`.
    std::optional<control::Object> call_again(std::string_view method,
                                              const control::Object& params = {});
    /// The reply as it is, nothing said. Precondition: connected.
    Reply ask(std::string_view method, const control::Object& params = {});
    Client& client();
    /// Answers may take this long from now on, while somebody is asked something.
    void be_patient(Duration least) noexcept { patience_ = std::max(patience_, least); }

    ExitCode exit_code() const noexcept { return exit_code_; }
    ExitCode complain(ExitCode exit, std::string_view what, std::string_view hint = {},
                      const control::Object& fields = {});
    ExitCode complain(const control::Failure& failure, std::string_view method);
    ExitCode complain(Lost lost);

private:
    bool greet();

    const Arguments& arguments_;
    Output& output_;
    Profile profile_;
    Duration patience_;  ///< For each answer.
    std::optional<Client> client_;
    bool started_ = false;
    bool accepts_locked_ = false;
    bool accepts_broken_store_ = false;
    bool is_locked_ = false;
    bool is_store_broken_ = false;
    ExitCode exit_code_ = ExitCode::failed;
};

/// A `ref` that no other call has.
std::string random_ref();
/// What the wall clock of this computer says.
WallTime wall_time();

}  // namespace earshot::cli
