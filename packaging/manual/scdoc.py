"""Text as scdoc(5) wants it, and the Markdown of docs/manual turned into that.

The Markdown is what the manual uses: paragraphs, fenced code, tables, lists, `code`, **bold** and links.
"""
import re

INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]*)\)")
SPECIAL = re.compile(r"([\\*_])")
STARTS_BLOCK = tuple("#-.|[]:;+`'")


def plain(text):
    return SPECIAL.sub(r"\\\1", text)


def bold(text):
    return f"*{plain(text)}*"


def underlined(text):
    return f"_{plain(text)}_"


def inline(text):
    """One paragraph. What is code is bold, as manual pages have it; a link within the manual names the page."""
    out, end = "", 0
    for match in INLINE.finditer(text):
        out += plain(text[end:match.start()])
        end = match.end()
        code, strong, label, target = match.groups()
        if code or strong:
            out += bold(code or strong)
        elif target.startswith("#"):
            out += page_name(target[1:])
        else:
            out += plain(label.strip("`"))
    out += plain(text[end:])
    return "\\" + out if out.startswith(STARTS_BLOCK) else out


def page_name(verb):
    """`verb` as the manual's anchors or the command line write it."""
    return bold("earshot-" + verb.replace(" ", "-")) + "(1)"


def definition(term, text):
    return f"{term}\n" + "".join(f"\t{line}\n" for line in text.split("\n"))


def literal(lines):
    return "```\n" + "\n".join(lines) + "\n```\n"


def cells(row):
    return [cell.strip().replace("\\|", "|") for cell in row.strip().strip("|").split("|")]


def table(rows):
    """Two columns become terms and what they mean; of three, the last follows the second."""
    body = [cells(row) for row in rows[2:]]
    return "\n".join(definition(inline(first), inline(": ".join(rest))) for first, *rest in body)


def blocks(markdown):
    """The pieces between blank lines; fenced code is one piece whatever is in it."""
    piece, fence = [], False
    for line in [*markdown.strip("\n").split("\n"), ""]:
        if line.startswith("```"):
            fence = not fence
        if line or fence:
            piece.append(line)
        elif piece:
            yield piece
            piece = []


def from_markdown(markdown):
    out = []
    for piece in blocks(markdown):
        if piece[0].startswith("```"):
            out.append(literal(piece[1:-1]))
        elif piece[0].startswith("|"):
            out.append(table(piece))
        elif piece[0].startswith("- "):
            items = re.split(r"(?:^|\n)- ", "\n".join(piece))[1:]
            out.append("".join(f"- {inline(' '.join(item.split()))}\n" for item in items))
        else:
            out.append(inline(" ".join(piece)) + "\n")
    return "\n".join(out)
