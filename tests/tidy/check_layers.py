"""Fails when the code is not built as the build files and docs/ARCHITECTURE.md say.

A folder includes only what its earshot_module line names and lives in its own namespace; the walls that no such line
may open are in WALLS; includes form no cycle; no file is too long; the diagram names every module.
"""
import pathlib
import re
import sys

from tree import CPP, text_files

LINES_MAX = 500
MODULE = re.compile(r"earshot_module\(\s*([^\s)]+)([^)]*)\)")
PROGRAM = re.compile(r"earshot_program\(\s*([^\s)]+)([^)]*)\)")
KEYWORDS = ("SOURCES", "DEPENDS", "EXTERNAL", "PRIVATE")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
NAMESPACE = re.compile(r"^\s*(?:inline )?namespace (earshot[\w:]*)", re.M)
DIAGRAM = "docs/ARCHITECTURE.md"

SIBLINGS = [
    {"core/link", "core/gossip", "core/session"},
    {"core/conversation", "core/files", "core/live", "core/calls", "core/boards", "core/games"},
    {"node/gateways", "node/control", "node/net", "node/store"},
]
# (who, whom never, why)
WALLS = [
    (r"crypto(/|$)", r"(?!crypto(/|$))", "crypto knows nothing of ours"),
    (r"core/base$", r"", "core/base is the vocabulary: it knows nothing of ours"),
    (r"core/", r"(?!core/|crypto(/|$))", "nothing above the I/O line is known below it"),
    (r"core/(?!engine$)", r"core/engine$", "parts of the core do not know who routes to them"),
    (r"core/control$", r"(?!core/base$)", "the control contract is values, for front ends too"),
    (r"client(/|$)", r"(?!core/base$|core/control$)", "what front ends share speaks core/control only"),
    (r"(cli|tui|gui)(/|$)", r"(?!core/base$|core/control$|client$|(cli|tui|gui)(/|$))",
     "front ends speak core/control only"),
    (r"cli(/|$)", r"(tui|gui)(/|$)", "front ends do not know one another; the terminal's one runs the verbs of cli"),
    (r"tui(/|$)", r"gui(/|$)", "front ends do not know one another"),
    (r"gui(/|$)", r"(cli|tui)(/|$)", "front ends do not know one another"),
    (r"discovery(/|$)", r"node(/|$)", "discovery offers sources; node starts them"),
    (r"node/", r"node$", "the composition root knows its parts, not the other way round"),
]


def words_after(keyword, text):
    words, reading = [], False
    for word in text.split():
        if word in KEYWORDS:
            reading = word == keyword
        elif reading:
            words.append(word)
    return words


def without_comments(text):
    return re.sub(r"#[^\n]*", "", text)


class Tree:
    """What the build files declare and the sources do."""

    def __init__(self, files):
        self.files = files
        self.modules = {}  # Folder -> folders it may include.
        self.programs = {}  # Source of a program -> folders it may include beside its module's.
        for path, text in files.items():
            if not path.endswith("CMakeLists.txt"):
                continue
            for folder, rest in MODULE.findall(without_comments(text)):
                self.modules[folder] = set(words_after("DEPENDS", rest))
            for _, rest in PROGRAM.findall(without_comments(text)):
                for source in words_after("SOURCES", rest):
                    self.programs.setdefault(source, set()).update(words_after("DEPENDS", rest))

    def module_of(self, path):
        return max((m for m in self.modules if path.startswith(m + "/")), key=len, default=None)

    def sources(self):
        return {path: text for path, text in self.files.items() if pathlib.PurePosixPath(path).suffix in CPP}


def long_files(tree):
    for path, text in tree.files.items():
        if text.count("\n") > LINES_MAX and not path.endswith((".md", ".json", ".sum")):
            yield f"{path}: more than {LINES_MAX} lines: cut it at its ideas"


def includes(tree):
    for path, text in tree.sources().items():
        here = tree.module_of(path)
        allowed = tree.modules.get(here, set()) | tree.programs.get(path, set()) | {here}
        confined = here is not None or path in tree.programs
        for include in INCLUDE.findall(text):
            there = tree.module_of(include)
            if include not in tree.files:
                yield f'{path}: "{include}" is not the path of a file from the root'
            elif confined and there is None and not (path in tree.programs and not here):
                yield f'{path}: "{include}" belongs to no module'
            elif confined and there is not None and there not in allowed:
                yield f"{path}: {here or 'the program'} may not include {there}: its DEPENDS does not name it"


def walls(tree):
    for module, needs in tree.modules.items():
        for needed in sorted(needs):
            if needed not in tree.modules:
                yield f"{module}: DEPENDS names {needed}, which is no module"
            for who, never, why in WALLS:
                if re.match(who, module) and re.match(never, needed):
                    yield f"{module}: may never depend on {needed}: {why}"
            if any({module, needed} <= family for family in SIBLINGS):
                yield f"{module}: may never depend on {needed}: features and siblings do not know one another"


def namespaces(tree):
    """`core/link` is earshot::link, `crypto/noise` earshot::crypto::noise, `core/base` plain earshot."""
    for path, text in tree.sources().items():
        module = tree.module_of(path)
        if module is None:
            continue
        home = "earshot" if module == "core/base" else "earshot::" + re.sub("^(core|node)/", "", module)
        home = home.replace("/", "::")
        opened = set(NAMESPACE.findall(text))
        for name in sorted(opened):
            if name != home and not name.startswith(home + "::"):
                yield f"{path}: opens {name}; a file of {module} lives in {home}"
        if not opened and not re.search(r"^int main\(|^extern \"C\"", text, re.M):
            yield f"{path}: is outside {home}"


def cycles(graph):
    done = set()

    def visit(node, trail):
        if node in trail:
            yield "cycle: " + " -> ".join(trail[trail.index(node):] + [node])
        elif node not in done:
            for needed in sorted(graph.get(node, ())):
                yield from visit(needed, trail + [node])
            done.add(node)

    for node in sorted(graph):
        yield from visit(node, [])


def include_cycles(tree):
    """A unit is a header and its implementation together: cycles hide in .cpp files."""
    units = {}
    for path, text in tree.sources().items():
        unit = path.rpartition(".")[0]
        units.setdefault(unit, set()).update(i.rpartition(".")[0] for i in INCLUDE.findall(text))
        units[unit].discard(unit)
    yield from cycles(tree.modules)
    yield from cycles(units)


def diagram(tree):
    """The first fenced block of docs/ARCHITECTURE.md and the build files know the same modules."""
    if not tree.modules:
        return
    block = re.search(r"^```[^\n]*\n(.*?)^```", tree.files.get(DIAGRAM, ""), re.M | re.S)
    if block is None:
        yield f"{DIAGRAM}: has no diagram"
        return
    drawn = set(re.findall(r"(?<![\w/-])[a-z]+(?:/[a-z]+)*(?![\w/-])", block.group(1)))
    for module in sorted(set(tree.modules) - drawn):
        yield f"{DIAGRAM}: the diagram does not show {module}"
    folders = {name.partition("/")[0] for name in tree.modules}
    for name in sorted(drawn - set(tree.modules)):
        if name.partition("/")[0] in folders and "/" in name:
            yield f"{DIAGRAM}: the diagram shows {name}, which is no module"


CHECKS = [long_files, includes, walls, namespaces, include_cycles, diagram]


def problems(files):
    tree = Tree(files)
    for check in CHECKS:
        yield from check(tree)


if __name__ == "__main__":
    sys.exit("\n".join(problems(dict(text_files(sys.argv[1])))) or None)
