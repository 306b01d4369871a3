"""The project's files as the checks see them, and C++ text without its comments and strings."""
import pathlib
import re

OUTSIDE = {".git", ".cache", "build", "node_modules", "__pycache__"}
TEXT = {".cpp", ".hpp", ".h", ".py", ".sh", ".cmake", ".txt", ".md", ".json", ".qml", ".js", ".mjs", ".go", ".yml",
        ".yaml", ".html", ".css", ".service", ".desktop", ".mod", ".sum"}
CPP = {".cpp", ".hpp", ".h"}

# Raw strings, strings, characters (not digit separators), comments.
LITERAL = re.compile(
    r'R"(?P<mark>\w*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*.*?\*/",
    re.S,
)


def text_files(root):
    """(path from the root, text) of every file that people write, in order."""
    found = []
    for path in sorted(pathlib.Path(root).rglob("*")):
        name = path.relative_to(root)
        if OUTSIDE.intersection(name.parts) or not path.is_file():
            continue
        if "corpus" in name.parts or "vectors" in name.parts and path.suffix not in CPP | {".py"}:
            continue  # Data, kept byte by byte.
        if path.suffix in TEXT or path.suffix == "" and path.read_bytes()[:2] == b"#!":
            found.append((name.as_posix(), path.read_text()))
    return found


def without_literals(text):
    """C++ with comments blanked and strings emptied; line numbers stay. Names of includes stay too."""
    def blank(match):
        token = match.group()
        if token.startswith(("//", "/*")):
            return re.sub(r"[^\n]", " ", token)
        line_start = text.rfind("\n", 0, match.start()) + 1
        if text[line_start:match.start()].lstrip().startswith("#"):
            return token
        return token[0].replace("R", '"') + "\n" * token.count("\n") + token[-1]
    return LITERAL.sub(blank, text)
