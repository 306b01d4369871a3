"""Fails on banned text (rules.py), on bad shape of a line, header or function, and on files that nothing uses."""
import pathlib
import re
import sys

from rules import RULES, find
from tree import CPP, text_files, without_literals

COLUMNS_MAX = {".cpp": 100, ".hpp": 100, ".h": 100, ".qml": 100, ".py": 120, ".sh": 120, ".cmake": 120, "": 120}
FUNCTION_LINES_MAX = 60
TEST_CASE_LINES_MAX = 100  # A case may hold several sections.
CONTROL = re.compile(r"^(?:\}?\s*else\s+)?(if|for|while|switch|catch|else|do|try)\b")
OPENS_FUNCTION = re.compile(r"\)\s*(const|noexcept|override|final|mutable|&&?|->\s*[\w:<>,&*\s]+|\s)*$")
DECLARES_TYPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b(?!.*\()")

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def suffix_of(path):
    return pathlib.PurePosixPath(path).suffix


def banned(path, text):
    code = without_literals(text) if suffix_of(path) in CPP else text
    for rule in RULES:
        if rule.where(path):
            for line in find(rule, text, code):
                yield f"{path}:{line}: {rule.name}: {rule.instead}"


def shape(path, text):
    suffix = suffix_of(path)
    columns_max = COLUMNS_MAX.get(suffix)
    for number, line in enumerate(text.split("\n"), 1):
        if columns_max and len(line) > columns_max:
            yield f"{path}:{number}: {len(line)} columns, {columns_max} are allowed"
        if line != line.rstrip():
            yield f"{path}:{number}: white space at the end of the line"
        if "\t" in line and suffix not in {".go", ".mod"}:
            yield f"{path}:{number}: a tab: indent with spaces"
    if text and not text.endswith("\n"):
        yield f"{path}: the last line does not end"


def header(path, text):
    """A header is guarded, says what it is for, and is its source's first include (so that it compiles alone)."""
    if path.endswith(".hpp"):
        if not re.match(r"(//[^\n]*\n|\n)*#pragma once\n", text):
            yield f"{path}: starts without #pragma once"
        if not re.search(r"^///", text, re.M):
            yield f"{path}: no /// paragraph says what this unit is for"


def own_header_first(path, text, paths):
    own = path.removesuffix(".cpp") + ".hpp"
    if path.endswith(".cpp") and own in paths:
        first = re.search(r'#\s*include\s*["<]([^">]+)[">]', text)
        if first is None or first.group(1) != own:
            yield f'{path}: its first include must be "{own}", so that the header is known to compile alone'


def long_functions(path, text):
    code = without_literals(text)
    code = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), code, flags=re.M)
    opened, start = [], 0  # For each open brace: the line of a function's start, or None.
    for match in re.finditer(r"[{};]", code):
        before = code[start:match.start()].strip()
        start = match.end()
        if match.group() == "{":
            is_function = (OPENS_FUNCTION.search(before) and not CONTROL.match(before) and
                           not DECLARES_TYPE.search(before))
            line = code.count("\n", 0, match.start()) - before.count("\n")
            opened.append((line, before) if is_function else None)
        elif match.group() == "}" and opened:
            function = opened.pop()
            if function is None:
                continue
            lines = code.count("\n", 0, match.start()) - function[0] + 1
            is_case = function[1].startswith(("TEST_CASE", "SCENARIO", "TEMPLATE_TEST_CASE"))
            if lines > (TEST_CASE_LINES_MAX if is_case else FUNCTION_LINES_MAX):
                yield f"{path}:{function[0] + 1}: a function of {lines} lines: cut it at its ideas"


def named_in_cmake(files):
    """Paths of all sources that the build files name, as they may mean them."""
    named = set()
    for path, text in files.items():
        if not path.endswith(("CMakeLists.txt", ".cmake")):
            continue
        text = re.sub(r"#[^\n]*", "", text).replace("${PROJECT_SOURCE_DIR}/", "")
        here = path.removesuffix("CMakeLists.txt")
        for module, rest in re.findall(r"earshot_module\(\s*(\S+)([^)]*)\)", text):
            named.update(f"{module}/{source}" for source in re.findall(r"[\w./-]+\.cpp\b", rest))
        for source in re.findall(r"[\w./-]+\.cpp\b", text):
            named.update({source, here + source})
    return named


def frame_types(files):
    """Every type of frame has one meaning: `name_frame = 0x2a` in any header."""
    users = {}
    for path, text in sorted(files.items()):
        if not path.startswith("core/"):
            continue
        for name, number in re.findall(r"constexpr std::uint8_t (\w+_frame) = (0x[0-9a-fA-F]+);", text):
            first = users.setdefault(int(number, 16), f"{path}: {name}")
            if first != f"{path}: {name}":
                yield f"{path}: {name} has the number {number} of {first}"


def dead_files(files):
    named = named_in_cmake(files)
    included = set()  # By a file of another unit.
    for path, text in files.items():
        if suffix_of(path) in CPP:
            own = path.rpartition(".")[0]
            included.update(name for name in INCLUDE.findall(text) if name.rpartition(".")[0] != own)
    for path in files:
        if path.endswith(".cpp") and path not in named:
            yield f"{path}: no build file names it"
        if path.endswith(".hpp") and path not in included:
            yield f"{path}: nothing includes it"
        if path.startswith("tests/") and path.endswith((".py", ".sh")):
            stem = pathlib.PurePosixPath(path).stem
            if not any(re.search(rf"\b{re.escape(stem)}\b", text) for other, text in files.items() if other != path):
                yield f"{path}: nothing names it"


def problems(files):
    for path, text in files.items():
        yield from banned(path, text)
        yield from shape(path, text)
        if suffix_of(path) in CPP:
            yield from header(path, text)
            yield from own_header_first(path, text, files)
            yield from long_functions(path, text)
    yield from dead_files(files)
    yield from frame_types(files)


if __name__ == "__main__":
    sys.exit("\n".join(problems(dict(text_files(sys.argv[1])))) or None)
