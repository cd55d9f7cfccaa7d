"""Every string that people read has an English translation, and what is compiled is what is written."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import haidang

ROOT = Path(haidang.__file__).parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def english():
    with CATALOGUE.open("rb") as handle:
        return read_po(handle, locale="en")


def first(message):
    return message if isinstance(message, str) else message[0]


def messages_of(path):
    """(context, msgid) of every marked string of a Python file or template."""
    source = path.read_text()
    if path.suffix == ".html":
        # The reader of Python wants none of the indentation that a template's HTML happens to have.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for _line, function, arguments, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        given = [one for one in (arguments if isinstance(arguments, tuple) else (arguments,)) if one is not None]
        if not given or not given[0]:
            continue
        has_context = function in {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
        yield (given[0], given[1]) if has_context else (None, given[0])


def sources():
    for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]:
        if "migrations" not in path.parts:
            yield path


def test_every_marked_string_has_english():
    known = {(message.context, first(message.id)) for message in english() if message.id and first(message.string)}
    missing = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in sources()
        for context, text in messages_of(path)
        if (context, text) not in known
    }
    assert sorted(missing) == []


def test_extraction_sees_what_is_marked(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "Nộp hồ sơ" %}{% blocktranslate with n=1 %}Có {{ n }} tệp{% endblocktranslate %}'
    )
    assert set(messages_of(page)) == {(None, "Nộp hồ sơ"), (None, "Có %(n)s tệp")}


def test_placeholders_are_kept():
    for message in english():
        if message.id:
            wanted = set(re.findall(r"%\(\w+\)s", first(message.id)))
            assert set(re.findall(r"%\(\w+\)s", first(message.string))) == wanted, first(message.id)


def test_compiled_catalogue_is_the_written_one():
    compiled = io.BytesIO()
    write_mo(compiled, english())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run script/messages"
