"""Vietnamese text: tidying what people type and folding it for search."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

# Zero-width and direction marks that copy-and-paste brings along; they show as nothing and break comparisons.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_SPACES = re.compile(r"\s+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TO_D = str.maketrans("đĐ", "dD")


def tidy(text: str) -> str:
    """`text` in NFC, without invisible characters, trimmed, every run of white space (U+00A0 too) as one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def is_storable(text: str) -> bool:
    """Whether every database can keep `text`: no NUL (PostgreSQL refuses it) and no half of a surrogate pair."""
    return _UNSTORABLE.search(text) is None


def without_diacritics(text: str) -> str:
    """`text` in the same letters without their marks: "Đường" as "Duong"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_TO_D))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text: str) -> str:
    """`text` as a search key: lower case, without diacritics, đ as d (NFD leaves it), y as i ("Lý" = "Lí")."""
    return without_diacritics(tidy(text).translate(_TO_D).casefold()).replace("y", "i")


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a plain value (mappings with their keys, lists), to check what was entered as a whole."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)
