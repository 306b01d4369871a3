"""Fails when a folder includes one it does not name, when includes form a cycle, or a file is too long."""
import pathlib, re, sys

ROOT = pathlib.Path(sys.argv[1])
LINES_MAX = 500
MODULE = re.compile(r"earshot_module\(\s*([^\s)]+)([^)]*)\)")
DEPENDS = re.compile(r"\bDEPENDS\s+(.*?)(?=\bSOURCES\b|\bEXTERNAL\b|$)", re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)

modules = {}  # folder -> folders it may include
for lists in sorted(ROOT.rglob("CMakeLists.txt")):
    for path, rest in MODULE.findall(lists.read_text()):
        named = DEPENDS.search(rest)
        modules[path] = set(named.group(1).split()) if named else set()

def module_of(path):
    return max((m for m in modules if path.startswith(m + "/")), key=len, default=None)

def cycles(graph):
    done = set()
    def visit(node, trail):
        if node in trail:
            yield " -> ".join(trail[trail.index(node):] + [node])
        elif node not in done:
            for needed in sorted(graph.get(node, ())):
                yield from visit(needed, trail + [node])
            done.add(node)
    for node in sorted(graph):
        yield from visit(node, [])

problems, units = [], {}  # A unit is a header and its implementation together.
for source in sorted({p for m in modules for p in (ROOT / m).rglob("*.[ch]pp")}):
    path, text = source.relative_to(ROOT).as_posix(), source.read_text()
    here, unit = module_of(path), path[:-4]
    if text.count("\n") > LINES_MAX:
        problems.append(f"{path}: more than {LINES_MAX} lines")
    for include in INCLUDE.findall(text):
        there = module_of(include)
        if there is None:
            problems.append(f'{path}: "{include}" is not a path from the root')
        elif there != here and there not in modules[here]:
            problems.append(f"{path}: {here} may not include {there}")
        if include[:-4] != unit:
            units.setdefault(unit, set()).add(include[:-4])

problems += [f"cycle: {c}" for c in cycles(modules)] + [f"cycle: {c}" for c in cycles(units)]
sys.exit("\n".join(problems) or None)
