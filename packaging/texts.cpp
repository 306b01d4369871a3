/// What packages are made from and only the program itself knows, for the build:
///
///   package-texts verbs          the verbs of the command line, as JSON: for the manual pages
///   package-texts units FOLDER   the units of systemd, of the default profile and as templates
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>

#include "cli/user_unit.hpp"
#include "cli/verb.hpp"
#include "core/control/json.hpp"

namespace control = earshot::control;
namespace cli = earshot::cli;

namespace {

control::Array parameters_of(std::span<const cli::Parameter> parameters) {
    control::Array array;
    for (const auto& parameter : parameters) {
        control::Array names;
        for (const auto name : cli::names_of(parameter)) names.emplace_back(name);
        array.push_back(control::Object{{"names", std::move(names)},
                                        {"value", parameter.value},
                                        {"summary", parameter.summary},
                                        {"positional", parameter.is_positional()},
                                        {"repeatable", parameter.is_repeatable()},
                                        {"required", parameter.required}});
    }
    return array;
}

void write_verbs(std::ostream& out) {
    control::Array verbs;
    for (const auto& verb : cli::verbs())
        verbs.push_back(control::Object{{"path", verb.path},
                                        {"summary", verb.summary},
                                        {"examples", verb.examples},
                                        {"parameters", parameters_of(verb.parameters)}});
    control::Array groups;
    for (const auto& group : cli::verb_groups())
        groups.push_back(control::Object{{"path", group.path}, {"summary", group.summary}});
    out << control::to_text(control::Object{{"verbs", std::move(verbs)},
                                            {"groups", std::move(groups)},
                                            {"options", parameters_of(cli::global_parameters())}})
        << '\n';
}

bool write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream out{path, std::ios::trunc};
    out << text;
    return out.flush().good();
}

/// The daemon is looked for where systemd looks for programs: the same files serve every prefix.
bool write_units(const std::filesystem::path& folder) {
    const std::string daemon = "earshot-daemon";
    return write_file(folder / "earshot.service", cli::service_text({daemon, "default", {}})) &&
           write_file(folder / "earshot.socket", cli::socket_text("default")) &&
           write_file(folder / "earshot@.service", cli::service_text({daemon, "%i", {}})) &&
           write_file(folder / "earshot@.socket", cli::socket_text("%i"));
}

}  // namespace

int main(int count, char** words) {
    const std::string_view what = count > 1 ? words[1] : "";
    if (what == "verbs" && count == 2) {
        write_verbs(std::cout);
        return std::cout.flush().good() ? 0 : 1;
    }
    if (what == "units" && count == 3) return write_units(words[2]) ? 0 : 1;
    std::cerr << "usage: package-texts verbs | units FOLDER\n";
    return 2;
}
