#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/session.hpp"
#include "cli/suggest.hpp"
#include "cli/usage.hpp"
#include "core/control/schema.hpp"

namespace earshot::cli {

ExitCode completion(Session& session, const Arguments& arguments) {
    session.out().print(completion_script(arguments.shell));
    return ExitCode::done;
}

ExitCode version(Session& session, const Arguments&) {
    auto& out = session.out();
    if (out.is_json())
        out.print_object("earshot.version.v1",
                         {{"version", EARSHOT_VERSION}, {"api", control::api_version}});
    else
        out.print("earshot " EARSHOT_VERSION ", control API " + std::string{control::api_version} +
                  '\n');
    return ExitCode::done;
}

ExitCode help(Session& session, const Arguments& arguments) {
    std::string path;
    for (const auto& word : arguments.topic) path += (path.empty() ? "" : " ") + word;
    if (const auto text = help_on(path)) {
        session.out().print(*text);
        return ExitCode::done;
    }
    const auto near = nearest(path, help_paths());
    return session.complain(ExitCode::usage, "there is no help on '" + path + "'",
                            near ? "did you mean: earshot help " + std::string{*near} + "?"
                                 : "see what there is: earshot help");
}

}  // namespace earshot::cli
