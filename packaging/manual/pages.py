"""Writes the manual pages: pages.py VERBS.json MANUAL.md VERSION FOLDER TEMPLATE...

A verb's page has its name, options and examples from the command line's own table (VERBS.json, of package-texts) and
its description from the section about it in docs/manual. A TEMPLATE is a page written by hand, NAME.SECTION.scd, in
which a line `@what@` stands for something of these; see `Pages.replacements`. Needs scdoc. FOLDER gets NAME.1.gz files;
their names are printed.
"""
import gzip
import json
import pathlib
import re
import subprocess
import sys

from scdoc import bold, definition, from_markdown, inline, page_name, plain, underlined

DIRECTIVE = re.compile(r"^@(\w+)(?: (.+))?@$", re.M)


def shown(parameter):
    """`*--wait* _STATE_`, `_WHO_`."""
    if parameter["positional"]:
        return underlined(parameter["names"][0])
    value = f" {underlined(parameter['value'])}" if parameter["value"] else ""
    return ", ".join(bold(name) for name in parameter["names"]) + value


def usage(parameter):
    words = shown({**parameter, "names": parameter["names"][:1]})
    repeated = "..." if parameter["repeatable"] else ""
    return words + repeated if parameter["required"] else f"[{words}]{repeated}"


def options(parameters):
    return "\n".join(definition(shown(parameter), inline(parameter["summary"])) for parameter in parameters)


def examples(text):
    """One a line; what follows two spaces and `#` explains."""
    parts = (line.partition("  # ") for line in text.split("\n"))
    return "\n".join(definition(bold(command), plain(why)) if why else f"{bold(command)}\n"
                     for command, _, why in parts)


class Pages:
    def __init__(self, table, manual, version):
        self.verbs, self.groups, self.global_options = table["verbs"], table["groups"], table["options"]
        self.manual, self.version = manual, version
        self.replacements = {
            "verbs": self.verb_list,
            "options": lambda path: options(self.verb(path)["parameters"] if path else self.global_options),
            "manual": lambda title: from_markdown(self.section(title)),
        }

    def verb(self, path):
        return next(verb for verb in self.verbs if verb["path"] == path)

    def section(self, title):
        """Of docs/manual: what stands below that heading, up to the next one."""
        match = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", self.manual, re.M | re.S)
        if match is None:
            raise SystemExit(f"pages.py: the manual has no section '{title}'")
        return match[1]

    def verb_list(self, _):
        return "\n".join(definition(page_name(verb["path"]), inline(verb["summary"])) for verb in self.verbs)

    def head(self, name):
        return f'{name}(1) "Earshot {self.version}" "Earshot"\n\n'

    def siblings(self, path):
        group = path.rpartition(" ")[0]
        near = [verb["path"] for verb in self.verbs
                if group and verb["path"].startswith(f"{group} ") and verb["path"] != path]
        return "\n".join([f"{bold('earshot')}(1)" + "".join(f", {page_name(each)}" for each in near), ""])

    def of_verb(self, verb):
        path = verb["path"]
        name = "earshot-" + path.replace(" ", "-")
        words = " ".join([bold(f"earshot {path}"), *(usage(parameter) for parameter in verb["parameters"])])
        sections = [("NAME", f"{name} - {plain(verb['summary'])}\n"), ("SYNOPSIS", words + "\n"),
                    ("DESCRIPTION", from_markdown(self.section(path)))]
        if verb["parameters"]:
            sections.append(("OPTIONS", options(verb["parameters"])))
        sections += [("EXAMPLES", examples(verb["examples"])),
                     ("EXIT STATUS", f"0 when it is done. The other codes, and options of every verb, are in "
                                     f"{bold('earshot')}(1).\n"),
                     ("SEE ALSO", self.siblings(path))]
        return name, self.head(name) + "\n".join(f"# {title}\n\n{text}" for title, text in sections)

    def of_group(self, group):
        path = group["path"]
        name = "earshot-" + path.replace(" ", "-")
        below = [verb for verb in self.verbs if verb["path"].startswith(f"{path} ")]
        rows = "\n".join(definition(page_name(verb["path"]), plain(verb["summary"])) for verb in below)
        first = "\n".join(verb["examples"].split("\n")[0] for verb in below)
        return name, (f"{self.head(name)}# NAME\n\n{name} - {plain(group['summary'])}\n\n# SYNOPSIS\n\n"
                      f"{bold(f'earshot {path}')} {underlined('VERB')}\n\n# VERBS\n\n{rows}\n# EXAMPLES\n\n"
                      f"{examples(first)}\n# SEE ALSO\n\n{bold('earshot')}(1)\n")

    def of_template(self, path):
        def replaced(match):
            return self.replacements[match[1]](match[2]).rstrip("\n")

        text = DIRECTIVE.sub(replaced, path.read_text())
        name = path.name.removesuffix(".1.scd")
        return name, self.head(name) + text

    def all(self, templates):
        pages = dict(self.of_group(group) for group in self.groups)
        pages |= dict(self.of_verb(verb) for verb in self.verbs)
        return pages | dict(self.of_template(template) for template in templates)


def main(table, manual, version, folder, *templates):
    pages = Pages(json.loads(pathlib.Path(table).read_text()), pathlib.Path(manual).read_text(), version)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.gz"):
        old.unlink()
    for name, text in pages.all([pathlib.Path(template) for template in templates]).items():
        done = subprocess.run(["scdoc"], input=text.encode(), capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"pages.py: scdoc refuses {name}: {done.stderr.decode()}")
        # Without time and name, so that the same sources make the same package.
        (folder / f"{name}.1.gz").write_bytes(gzip.compress(done.stdout, 9, mtime=0))
        print(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
