"""Banned text, one rule a line of the list: where, what, why, what instead, and samples that prove the rule.

A line that must break a rule says so beside it or just above it: `tidy(rule): the reason`.
"""
import dataclasses
import re
from collections.abc import Callable


ABOVE_MAX = 3  # Lines: how far above the reason may stand.


@dataclasses.dataclass(frozen=True)
class Rule:
    name: str
    where: Callable[[str], bool]  # Path from the root to whether the rule holds there.
    banned: str  # A regular expression, for one line unless it spans several.
    instead: str
    bad: str  # Must be found.
    good: str = ""  # Must not be found.
    in_comments: bool = False


def ending(*suffixes):
    return lambda path: path.endswith(suffixes)


def under(*folders, but=()):
    """C++ in these folders, but not in those."""
    def holds(path):
        return (path.endswith((".cpp", ".hpp", ".h")) and path.startswith(folders) and
                not (but and path.startswith(tuple(but))))
    return holds


cpp = ending(".cpp", ".hpp", ".h")
core = under("core/", "crypto/")
program = under("core/", "crypto/", "discovery/", "node/", "cli/", "gui/")


def everywhere(path):
    return not path.startswith("tests/tidy/")


def scripts_and_code(path):
    return everywhere(path) and not path.endswith((".md", ".json"))


RULES = [
    # Text.
    Rule("todo", everywhere, r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))",
         "open an issue and write TODO(#number), or do it now",
         "// TODO: later", "// TODO(#12): when Debian has it", in_comments=True),
    Rule("banner", scripts_and_code, r"^\s*(//|#)\s*[-=*#/]{3,}",
         "a comment says why; cut the file where a banner seems needed",
         "// ------ helpers", "// Why: -1 means none.", in_comments=True),
    Rule("machine_path", everywhere, r"(?<![\w.~}])/(home/(?!alice/|bob/)|root/|tmp/|work/|mnt/|Users/)",
         "paths come from the caller, the environment or a temporary folder made for the run",
         'open("/tmp/socket")', 'open("../shared/vectors")', in_comments=True),
    Rule("registry", everywhere,
         r"registry\.npmjs|proxy\.golang|sum\.golang|pypi\.org|pythonhosted|crates\.io|deb\.debian\.org",
         "packages come through each client's own settings, so that mirrors work",
         '"resolved": "https://registry.npmjs.org/x"', '"resolved": "x"', in_comments=True),
    Rule("nolint", cpp, r"NOLINT(NEXTLINE|BEGIN|END)?(?!\w|\()",
         "name the check: NOLINT(check), with the reason",
         "// NOLINT", "// NOLINT(google-explicit-constructor): returned", in_comments=True),

    # Names.
    Rule("vague_type", cpp, r"\b(class|struct|enum)\s+\w*(Manager|Helper|Utils?|Impl|Data|Info)\b",
         "name what it is: the word says nothing", "class LinkManager {", "class LinkDriver {"),
    Rule("get", cpp, r"(?<![.:>\w])get_\w+\(",
         "a getter is a bare noun, a lookup that may fail is find_", "int get_port();", "std::get_if<0>(&x)"),

    # The I/O line.
    Rule("io_in_core", core,
         r"#\s*include\s*<(fstream|filesystem|iostream|cstdio|thread|mutex|future|condition_variable|random|unistd\.h"
         r"|fcntl\.h|sys/[^>]*|netinet/[^>]*|spdlog/[^>]*|sqlite3\.h|boost/asio[^>]*)>",
         "crypto and core do no I/O: return an effect, and let node carry it out",
         "#include <fstream>", "#include <vector>"),
    Rule("output_in_core", core, r"\bstd::(cout|cerr|clog)\b|\b(f?printf|puts)\(",
         "crypto and core neither print nor log: return an Error or an effect",
         'std::cout << "x";', "std::count(a, b, c)"),
    Rule("clock", under("core/", "crypto/", "node/", but=["node/runtime/"]), r"_clock::now\(|\b(clock_)?gettime\(",
         "time is told: take Now or Instant; only node/runtime reads a clock",
         "const auto t = std::chrono::steady_clock::now();", "void on_time(Instant now);"),
    Rule("randomness", program,
         r"\bstd::(rand|srand|random_device|mt19937\w*|default_random_engine|minstd_rand0?)\b",
         "randomness is the crypto::Entropy& handed in, so that a seed replays a run",
         "std::mt19937 r;", "entropy.fill(bytes);"),
    Rule("boost_in_core", lambda path: core(path) and not path.startswith("core/control/"), r"#\s*include\s*<boost/",
         "only core/control may use Boost (JSON)", "#include <boost/json.hpp>", "#include <span>"),
    Rule("unordered", under("core/"), r"\bstd::unordered_",
         "std::map or std::set: iteration order must replay",
         "std::unordered_map<int, int> m;", "std::map<int, int> m;"),
    Rule("shared_ptr", core, r"\bstd::(shared_ptr|make_shared|enable_shared_from_this)\b",
         "one owner each: a value, or unique_ptr", "std::shared_ptr<Link> link;", "std::unique_ptr<Link> link;"),

    # Safety. The first two are attack A32: a tag, MAC or code that is guessed at byte by byte.
    Rule("memcmp", program, r"\bmemcmp\(",
         "crypto::equal for anything secret, == on arrays and ranges otherwise",
         "std::memcmp(a, b, 32)", "crypto::equal(a, b)"),
    Rule("tag_compare", under("core/", "crypto/", "discovery/", "node/"),
         r"\b(\w+_)?(tag|mac|sas(?!::)|hmac\w*|sas_code|\w*commitment|safety_number)(\([^;]*?\))?(\.bytes)?\s*[!=]="
         r"|[!=]=\s*(\w+(\.|->|::))*(\w+_)?(tag|mac|sas(?!::)|hmac\w*|sas_code|\w*commitment|safety_number)\b",
         "crypto::equal: whoever may guess must not learn from the time how much was right",
         "if (hmac_sha256(key, data) == expected) return;\nif (seen != frame.tag) return;\n"
         "if (sas_commitment(nonce, who, channel) != entry.their_commitment) return;",
         "static_assert(aead_tag_bytes == 16);\nif (!crypto::equal(tag, expected)) return;"),
    Rule("compression", program,  # Attack A31.
         r"#\s*include\s*[<\"](zlib|zstd|lz4\w*|bzlib|lzma|snappy\S*|brotli/\S*|boost/iostreams/\S*)(\.h|\.hpp)?[>\"]"
         r"|\bq(Unc|C)ompress\(",
         "nothing: what is compressed before it is sealed tells by its size what it says",
         "#include <zstd.h>\n#include <boost/iostreams/filter/gzip.hpp>\nqCompress(text);", "#include <cstdint>"),
    Rule("cereal_archive", cpp, r"#\s*include\s*<cereal/(archives|types)/",
         "wire::encode and wire::decode: the stock archives and loaders believe lengths that strangers send",
         "#include <cereal/types/vector.hpp>", '#include "core/wire/archive.hpp"'),
    Rule("cereal", lambda path: cpp(path) and not path.startswith(("core/wire/", "tests/unit/core/wire/")),
         r"#\s*include\s*<cereal/", "only core/wire knows cereal; include core/wire/archive.hpp",
         "#include <cereal/cereal.hpp>", '#include "core/wire/archive.hpp"'),
    Rule("new_delete", under("core/", "crypto/", "discovery/", "node/", "cli/", "tests/"),
         r"(?<!operator )\bnew\s+[A-Za-z_(]|(?<!operator )\bdelete(\[\])?\s+[A-Za-z_*(]",
         "a value, or std::make_unique", "auto* p = new Link;", "Link(const Link&) = delete;"),
    Rule("ndebug", everywhere, r"\bNDEBUG\b", "asserts stay on in every build", "#ifdef NDEBUG", "#ifdef EARSHOT"),
    Rule("macro", ending(".hpp", ".h"), r"#\s*define\s+(?!EARSHOT_|CATCH_CONFIG_)",
         "a function, a constant or a template", "#define MAX 3", "#define EARSHOT_TRY(x)"),
    Rule("views", cpp, r"\bstd::(views\b|ranges::(views\b|subrange\b|search\())|#\s*include\s*<ranges>",
         "std::ranges algorithms on whole ranges: clang 14 cannot compile views and subranges of libstdc++ 12",
         "for (auto x : std::views::reverse(xs)) {", "std::ranges::find(xs, x)"),
    Rule("using_namespace", lambda path: cpp(path) and not path.startswith(("tests/", "bench/")),
         r"^using namespace\b", "write the name, or open the namespace inside a function",
         "using namespace std;", "    using namespace std::chrono_literals;"),
    Rule("using_namespace_in_test", under("tests/", "bench/"),
         r"^using namespace (?!std::(chrono_literals|literals|string_literals|string_view_literals))",
         "only the standard literals may be opened for a whole file",
         "using namespace earshot;", "using namespace std::chrono_literals;"),

    # Coroutines, threads and time.
    Rule("detached", cpp, r"\bdetached\b",
         "every coroutine has an owner: TaskGroup::start", "co_spawn(ex, f(), asio::detached);", "group.start(f());"),
    Rule("co_await_brace", cpp, r"\bco_await\b[^;{}]*[(,]\s*(?:[A-Za-z_][\w:]*(?:<[^;{}()]*>)?\s*)?\{",
         "build the aggregate in a named variable first: g++ 12 destroys one built inside co_await twice",
         "co_await f(Options{.a = 1});\nco_await g(1, {.b = 2});",
         "const bool done = co_await f(options);\nco_await g(std::move(options));"),
    Rule("co_await_condition", cpp,
         r"\b(if|while|switch)\s*\((?:[^();{}]|\((?:[^();{}]|\([^();{}]*\))*\)|\()*?\bco_await\b",
         "await into a variable first, then test it: g++ 12.2 makes wrong code of a condition that awaits",
         "if (co_await f()) return;\nwhile (!co_await f()) go();\nif (a(b) && (co_await f()).c) return;",
         "const bool done = co_await f();\nif (done) return;\nif (x(y)) co_await f();"),
    Rule("sleep", cpp, r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.:>])sleep\(",
         "tests run in virtual time and wait for events; programs wait on a timer",
         "std::this_thread::sleep_for(1s);", "world.run_for(1s);"),
    Rule("thread", under("core/", "crypto/", "discovery/", "node/", "cli/", but=["node/runtime/"]),
         r"\bstd::(jthread|thread|async|(recursive_|shared_|timed_)?mutex|condition_variable)\b",
         "one thread owns the state; blocking work is posted to the pool of node/runtime",
         "std::mutex lock;", "pool.post(work);"),
    Rule("io_context_stop", program, r"\bio(_context)?_?\.stop\(\)",
         "cancel the TaskGroup and join it", "io_context_.stop();", "tasks_.cancel();"),
]


def find(rule, text, code):
    """Numbers of the lines of `text` that break the rule; `code` is the same text without comments and strings."""
    lines = text.split("\n")
    allowed = f"tidy({rule.name}): "
    searched = text if rule.in_comments else code
    for match in re.finditer(rule.banned, searched, re.M):
        line = searched.count("\n", 0, match.start())
        if not any(allowed in near for near in lines[max(0, line - ABOVE_MAX):line + 1]):
            yield line + 1
