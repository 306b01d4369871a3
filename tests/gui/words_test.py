"""Fails when a text of the window is not in gui/i18n, is not translated, or is there and not used any more.

`words_test.py ROOT LUPDATE`. To bring new texts in: tests/gui/words_test.py ROOT LUPDATE --update, then translate.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

root, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2]
sources = sorted(str(path.relative_to(root)) for pattern in ("*.cpp", "*.hpp", "qml/*.qml")
                 for path in (root / "gui").glob(pattern))
forms = {"en": 2, "ru": 3}  # Plurals of each language.


def update(language, file):
    options = ["-pluralonly"] if language == "en" else []
    subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", ".", *options, *sources, "-ts",
                    str(file), "-source-language", "en", "-target-language", language],
                   cwd=root, check=True, capture_output=True)


def messages(file):
    """(context, text) to (state, translations) of every message."""
    found = {}
    for context in xml.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            plurals = [form.text or "" for form in translation.iter("numerusform")]
            found[context.findtext("name"), message.findtext("source")] = (
                translation.get("type"), plurals or [translation.text or ""], message.get("numerus") == "yes")
    return found


def problems(language):
    stored = root / "gui/i18n" / f"earshot_{language}.ts"
    if "--update" in sys.argv:
        update(language, stored)
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / stored.name
        shutil.copy(stored, fresh)
        update(language, fresh)
        wanted, there = messages(fresh), messages(stored)
    for key in sorted(wanted.keys() - there.keys()):
        yield f"{stored.name}: lacks {key}"
    for key in sorted(there.keys() - wanted.keys()):
        yield f"{stored.name}: nobody says {key} any more"
    for key, (state, translations, is_plural) in there.items():
        if state is not None or not all(translations):
            yield f"{stored.name}: {key} is not translated"
        if is_plural and len(translations) != forms[language]:
            yield f"{stored.name}: {key} has {len(translations)} plural forms, not {forms[language]}"
        for mark in ("%1", "%2"):
            if any((mark in key[1]) != (mark in words) for words in translations):
                yield f"{stored.name}: {key} and its translation differ in {mark}"


sys.exit("\n".join(problem for language in forms for problem in problems(language)) or None)
