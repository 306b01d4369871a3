/// Makes docs/API.md from the schema: prints it, or, given a file, fails when the file differs.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "core/control/schema.hpp"

namespace control = earshot::control;

namespace {

void write_fields(std::ostream& out, std::span<const control::Field> fields) {
    out << "| Name | Type | Needed | Meaning |\n| --- | --- | --- | --- |\n";
    for (const auto& field : fields) {
        out << "| `" << field.name << "` | `" << field.type << "` | "
            << (field.required ? "yes" : "no") << " | " << field.summary;
        if (field.most != INT64_MAX)
            out << (field.summary.empty() ? "" : " ") << field.least << " to " << field.most << ".";
        out << " |\n";
    }
    out << '\n';
}

void write_rules(std::ostream& out) {
    out << "# Control API " << control::api_version << R"(

Made from the schema in `core/control`; change that, then run `build/dev/bin/api-page >
docs/API.md`.

Programs talk to the daemon over a Unix socket: JSON-RPC 2.0, one object per line of at most 1
MiB, UTF-8, parameters by name, no batches. The socket is
`$XDG_RUNTIME_DIR/earshot/<profile>.sock`, or `control.sock` in the profile folder where that
variable is not set or the folder was chosen with `--profile-dir`; only its owner is let in. Calls
may overlap and are answered in any order. The first call must be `session.hello`. It fails with
`locked` while the profile wants its passphrase; then `profile.state`, `profile.unlock` and
`daemon.stop` are answered, and everything else fails with `locked`, too.

* Fields and methods are only ever added within a major version. Unknown fields are ignored, both
  ways.
* Ids are opaque texts. Times are integer milliseconds UTC. Clients accept unknown values of texts
  such as `state`.
* Calls with a `ref` can be repeated safely: the same `ref` with the same content returns the same
  result, with other content it fails with `conflict_ref`. Refs are remembered for 7 days.
* Events come as `{"jsonrpc":"2.0","method":"event","params":{"seq":42,"event":"message.added",
  ...}}`. Durable events are numbered by `seq`, stored, and replayed on `session.subscribe
  {since}`; none is dropped without an `events.gap`. Ephemeral ones have no `seq`; when a client
  reads slowly only the last one of each subject is kept.

Try it: `earshot rpc daemon.info`.

)";
}

void write_failures(std::ostream& out) {
    out << "## Errors\n\n`error.data` holds `kind`, `retryable` and the fields named here.\n\n"
        << "| Kind | Code | Retryable | Meaning |\n| --- | --- | --- | --- |\n";
    for (const auto& facts : control::failure_kinds())
        out << "| `" << facts.name << "` | " << facts.code << " | "
            << (facts.retryable ? "yes" : "no") << " | " << facts.summary << " |\n";
    out << '\n';
}

void write_method(std::ostream& out, const control::Method& method) {
    out << "### " << method.name << "\n\n" << method.summary << "\n\n";
    if (!method.params.empty()) write_fields(out, method.params);
    out << "Result: `" << method.result << "`.";
    if (!method.failures.empty()) {
        out << " Errors:";
        const char* comma = " ";
        for (const auto kind : method.failures) {
            out << comma << '`' << control::facts_of(kind).name << '`';
            comma = ", ";
        }
        out << '.';
    }
    out << "\n\n```\n-> " << method.example_params << "\n<- " << method.example_result << "\n-> "
        << method.failing_params << "\n<- error " << control::facts_of(method.failing_kind).name
        << "\n```\n\n";
}

std::string page() {
    std::ostringstream out;
    write_rules(out);
    out << "## Methods\n\n";
    for (const auto& method : control::methods()) write_method(out, method);
    out << "## Objects\n\n";
    for (const auto& type : control::object_types()) {
        out << "### " << type.name << "\n\n" << type.summary << "\n\n";
        if (!type.fields.empty()) write_fields(out, type.fields);
    }
    out << "## Events\n\n";
    for (const auto& type : control::event_types()) {
        out << "### " << type.name << "\n\n"
            << (type.durable ? "Durable. " : "Ephemeral. ") << type.summary << "\n\n";
        if (!type.fields.empty()) write_fields(out, type.fields);
    }
    write_failures(out);
    auto text = out.str();
    text.pop_back();
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cout << page();
        return 0;
    }
    std::ifstream file(argv[1], std::ios::binary);
    if (std::string{std::istreambuf_iterator<char>(file), {}} == page()) return 0;
    std::cerr << argv[1] << " is out of date: run " << argv[0] << " > " << argv[1] << '\n';
    return 1;
}
