#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/ending.hpp"
#include "cli/program.hpp"
#include "cli/session.hpp"
#include "cli/user_unit.hpp"

namespace earshot::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view schema = "earshot.unit.v1";
constexpr std::string_view without_systemd =
    "programs start the daemon when they need it; to have it earlier, let your session run at its "
    "beginning: earshot daemon start";

struct UnitFile {
    fs::path path;
    std::string text;
};

/// Socket and service, in the order in which they are needed.
struct Unit {
    std::string name;
    std::array<UnitFile, 2> files;

    std::array<std::string, 2> members() const { return {name + ".socket", name + ".service"}; }
};

Unit unit_of(const Profile& profile, const std::string& program) {
    Unit unit;
    unit.name = unit_name(profile.name);
    const auto [socket, service] = unit.members();
    const fs::path folder{profile.unit_folder};
    const std::string mark{unit_mark};
    unit.files = {UnitFile{folder / socket, mark + socket_text(profile.name)},
                  UnitFile{folder / service,
                           mark + service_text({program, profile.name, profile.data_home})}};
    return unit;
}

/// Whether a package has brought units for this very program, where systemd looks for them
/// (systemd.unit(5)), and they will do.
bool is_shipped(const Profile& profile, const std::string& program) {
    if (profile.data_home) return false;
    const std::string name = profile.name == "default" ? "earshot" : "earshot@";
    for (const std::string_view prefix : {"/usr", "/usr/local"}) {
        std::error_code error;
        const auto units = fs::path{prefix} / "lib/systemd/user";
        if (fs::path{program}.parent_path() == fs::path{prefix} / "bin" &&
            fs::exists(units / (name + ".socket"), error) &&
            fs::exists(units / (name + ".service"), error))
            return true;
    }
    return false;
}

bool is_written_by_us(const fs::path& path) {
    std::ifstream file{path};
    std::string line;
    return std::getline(file, line) && line + '\n' == unit_mark;
}

bool write(const UnitFile& file) {
    std::error_code error;
    fs::create_directories(file.path.parent_path(), error);
    std::ofstream out{file.path, std::ios::trunc};
    out << file.text;
    return out.flush().good();
}

/// True when there was one of ours.
bool remove_written(const Unit& unit) {
    bool is_removed = false;
    std::error_code error;
    for (const auto& file : unit.files)
        if (is_written_by_us(file.path)) is_removed |= fs::remove(file.path, error);
    return is_removed;
}

/// Of the user's own systemd; false when it has been said why not.
bool systemctl(Session& session, const std::vector<std::string>& words) {
    std::vector<std::string> command{"systemctl", "--user", "--quiet"};
    command.insert(command.end(), words.begin(), words.end());
    const auto end = run_program(std::move(command));
    if (end && end->succeeded) return true;
    if (!end)
        session.complain(ExitCode::failed, "there is no systemd here", without_systemd);
    else
        session.complain(
            ExitCode::failed, "systemd does not do it: systemctl --user " + words[0],
            end->said + (end->said.empty() ? "" : "\n") + std::string{without_systemd});
    return false;
}

bool has_place(Session& session) {
    const auto& profile = session.profile();
    if (profile.name.empty()) {
        session.complain(ExitCode::usage, "a profile in a folder of its own has no unit",
                         "give it a name instead: earshot --profile NAME daemon install");
        return false;
    }
    if (!profile.unit_folder.empty()) return true;
    session.complain(ExitCode::locked, "neither XDG_CONFIG_HOME nor HOME is set",
                     "see: earshot help environment");
    return false;
}

/// The files, where the package's will not do; false when it has been said why not.
bool prepare(Session& session, const Unit& unit, const std::string& program) {
    if (is_shipped(session.profile(), program)) {
        remove_written(unit);  // They would hide the package's.
        return true;
    }
    for (const auto& [path, text] : unit.files) {
        std::error_code error;
        if (!fs::exists(path, error) || is_written_by_us(path)) continue;
        session.complain(ExitCode::refused, "a unit of that name is not ours", path.string());
        return false;
    }
    for (const auto& file : unit.files)
        if (!write(file)) {
            session.complain(ExitCode::failed, "cannot write " + file.path.string());
            return false;
        }
    return true;
}

void report(Session& session, const Unit& unit, bool is_installed, std::string_view text) {
    auto& out = session.out();
    if (out.is_json())
        out.print_object(schema, {{"unit", unit.name}, {"installed", is_installed}});
    else if (!out.style().quiet)
        out.print(std::string{text} + '\n');
}

}  // namespace

ExitCode daemon_install(Session& session, const Arguments& arguments) {
    if (!has_place(session)) return session.exit_code();
    const auto program = find_daemon_program();
    if (!program)
        return session.complain(ExitCode::no_daemon,
                                "the program earshot-daemon is not installed beside this one");
    const auto unit = unit_of(session.profile(), *program);
    if (!prepare(session, unit, *program)) return session.exit_code();
    const auto [socket, service] = unit.members();
    // Asked first, so that nothing has changed where there is no systemd. The running daemon goes
    // before systemd takes its socket's name.
    if (!systemctl(session, {"daemon-reload"}) ||
        end_daemon(session, arguments.timeout) == Ended::failed ||
        !systemctl(session, {"enable", "--now", socket, service})) {
        remove_written(unit);
        return session.exit_code();
    }
    report(session, unit, true,
           "installed: the daemon runs, and starts with your session from now on\n"
           "to have it while you are logged out, too: loginctl enable-linger");
    return ExitCode::done;
}

ExitCode daemon_uninstall(Session& session, const Arguments&) {
    if (!has_place(session)) return session.exit_code();
    const auto unit = unit_of(session.profile(), {});
    const auto program = find_daemon_program();
    const bool is_ours = is_written_by_us(unit.files[1].path);
    if (!is_ours && !(program && is_shipped(session.profile(), *program))) {
        report(session, unit, false, "is not installed");
        return ExitCode::done;
    }
    const auto [socket, service] = unit.members();
    if (!systemctl(session, {"disable", "--now", socket, service})) return session.exit_code();
    if (remove_written(unit) && !systemctl(session, {"daemon-reload"})) return session.exit_code();
    report(session, unit, false, "uninstalled: the daemon starts when a program needs it");
    return ExitCode::done;
}

}  // namespace earshot::cli
