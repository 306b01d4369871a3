"""What tmux captured of a terminal (`capture-pane -peN`) as an SVG picture: text stays text.

    tmux capture-pane -peN | python3 docs/pictures/terminal_picture.py >terminal.svg
"""
import html
import re
import sys
import unicodedata

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE, MARGIN = 8.4, 18, 14, 14
INK, PAPER = "#E7E9EA", "#131618"
NAMED = ["#000000", "#B3362B", "#2B8A57", "#A87308", "#2F5FA0", "#8A3F8C", "#176B7C", "#C8C8C8"]
SEQUENCE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\(B|\x0f")


class Look:
    """The state that styles leave behind."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.ink = self.paper = None
        self.bold = self.italic = self.underline = self.struck = self.inverse = False

    def take(self, numbers):
        numbers = list(numbers)
        while numbers:
            number = numbers.pop(0)
            if number in (38, 48) and numbers and numbers[0] == 2:
                color = "#{:02X}{:02X}{:02X}".format(*numbers[1:4])
                del numbers[:4]
                self.ink, self.paper = (color, self.paper) if number == 38 else (self.ink, color)
            elif 30 <= number <= 37:
                self.ink = NAMED[number - 30]
            elif 40 <= number <= 47:
                self.paper = NAMED[number - 40]
            elif number in SIMPLE:
                SIMPLE[number](self)

    def colors(self):
        ink, paper = self.ink or INK, self.paper or PAPER
        return (paper, ink) if self.inverse else (ink, paper)


def setting(name, value):
    return lambda look: setattr(look, name, value)


SIMPLE = {0: Look.reset, 1: setting("bold", True), 3: setting("italic", True), 4: setting("underline", True),
          7: setting("inverse", True), 9: setting("struck", True), 22: setting("bold", False),
          23: setting("italic", False), 24: setting("underline", False), 27: setting("inverse", False),
          29: setting("struck", False), 39: setting("ink", None), 49: setting("paper", None)}


def width(text):
    cells = 0
    for c in text:
        if unicodedata.combining(c) or c in "\u200d\ufe0f":
            continue
        cells += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return cells


def rows(captured):
    """For each line its pieces: column, text, and how it looks."""
    look = Look()
    for line in captured.rstrip("\n").split("\n"):
        column, at, pieces = 0, 0, []
        while at < len(line):
            found = SEQUENCE.match(line, at)
            if found:
                if found.group(1) is not None:
                    look.take(int(n or 0) for n in re.split("[;:]", found.group(1)))
                at = found.end()
                continue
            end = line.find("\x1b", at)
            text = line[at:end if end >= 0 else len(line)]
            style = (look.colors(), look.bold, look.italic, look.underline, look.struck)
            pieces.append((column, text, style))
            column += width(text)
            at += len(text)
        yield pieces


def svg(captured):
    lines = list(rows(captured))
    columns = max((column + width(text) for pieces in lines for column, text, _ in pieces), default=1)
    wide, high = columns * CELL_WIDTH + 2 * MARGIN, len(lines) * CELL_HEIGHT + 2 * MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" '
           f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{FONT_SIZE}">',
           f'<rect width="100%" height="100%" rx="10" fill="{PAPER}"/>']
    for y, pieces in enumerate(lines):
        top = MARGIN + y * CELL_HEIGHT
        for column, text, ((ink, paper), bold, italic, underline, struck) in pieces:
            left, length = MARGIN + column * CELL_WIDTH, width(text) * CELL_WIDTH
            if paper != PAPER:
                out.append(f'<rect x="{left:.1f}" y="{top}" width="{length + 0.3:.1f}" height="{CELL_HEIGHT + 0.3}" '
                           f'fill="{paper}"/>')
            if not text.strip():
                continue
            shown = text.rstrip()
            style = f'fill="{ink}"' + (' font-weight="bold"' if bold else "")
            style += ' font-style="italic"' if italic else ""
            lines_through = [name for name, is_on in (("underline", underline), ("line-through", struck)) if is_on]
            if lines_through:
                style += f' text-decoration="{" ".join(lines_through)}"'
            out.append(f'<text x="{left:.1f}" y="{top + 13}" {style} xml:space="preserve" '
                       f'lengthAdjust="spacingAndGlyphs" textLength="{width(shown) * CELL_WIDTH:.1f}">'
                       f'{html.escape(shown)}</text>')
    return "\n".join(out + ["</svg>", ""])


if __name__ == "__main__":
    sys.stdout.write(svg(sys.stdin.read()))
