"""Prints the part of `countries.csv` that comes from Unicode CLDR: the names of every country in seven languages and in
its own, without those that the rows before it hold already.

    pip install babel==2.19.0
    python3 rules/reference/countries.py > part.csv

A name that would stand for a second country is left out and told on the error stream.
"""

import re
import sys
import unicodedata
from pathlib import Path

import babel
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

LANGUAGES = "en de fr es it nl pl".split()
TABLE = Path(__file__).with_name("countries.csv")
BEGINS = "# Unicode CLDR"


def key(name):
    """A name as it is compared."""
    name = unicodedata.normalize("NFC", name).casefold().translate({ord("ł"): "l", ord("ø"): "o", ord("æ"): "ae"})
    name = unicodedata.normalize("NFD", name)
    return "".join(c for c in name if c.isalnum())


def known():
    """What the rows of other origins say, and their codes."""
    names, codes, ours = {}, set(), False
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            ours = line.startswith(BEGINS)
        elif not ours and line:
            code, name = line.split(",", 1)
            codes.add(code)
            names.setdefault(key(name), set()).add(code)
    return names, sorted(codes)


def spoken(code):
    """The languages of a country in which it names itself."""
    try:
        return [language.split("_")[0] for language in get_official_languages(code, de_facto=True)]
    except (KeyError, ValueError):
        return []


def main():
    names, codes = known()
    print(f"{BEGINS}, as of Babel {babel.__version__}: names in {', '.join(LANGUAGES)} and in the country's own languages.")
    for code in codes:
        for language in dict.fromkeys(LANGUAGES + spoken(code)):
            try:
                name = Locale.parse(language).territories.get(code)
            except UnknownLocaleError:
                continue
            if not name or (len(key(name)) < 3 and name.isascii()) or re.search("[’']$", name):
                continue
            name = name.replace("’", "'")
            others = names.setdefault(key(name), set())
            if code in others:
                continue
            if others:
                print(f"left out: {name} is {code} and {', '.join(sorted(others))}", file=sys.stderr)
                continue
            others.add(code)
            print(f"{code},{name}")


if __name__ == "__main__":
    main()
