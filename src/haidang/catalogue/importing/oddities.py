"""The names of everything strange that a record may hold, and the cleaner that notices it while it tidies.

The list comes from measuring the national data: each name is one of its traps.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Any

from haidang.platform.text import tidy


class Oddity(StrEnum):
    """Something in a record that a person should look at; the record is imported all the same."""

    NOT_NFC = "not_nfc"
    INVISIBLE = "invisible_characters"
    PRIVATE_USE = "private_use_characters"
    CONTROL = "control_characters"
    CODE_SPACE = "code_with_space"
    CODE_UNUSUAL = "unusual_code"
    CODE_TWICE = "code_twice_in_file"
    NAME_BREAKS = "tabs_or_newlines_in_name"
    NAME_LONG = "very_long_name"
    NAME_TWICE = "duplicate_name"
    NULL_IN_LIST = "null_in_list"
    SHAPE = "unexpected_shape"
    TIME_NO_NUMBER = "time_without_number"
    TIME_UNIT_OTHER = "unknown_time_unit"
    TIME_IMPLAUSIBLE = "implausible_time"
    TIME_DIFFERS = "time_differs_by_channel"
    CHANNEL_UNKNOWN = "unknown_channel"
    LEVEL_UNKNOWN = "unknown_level"
    CASES_SEVERAL = "several_cases"
    DOCUMENTS_MANY = "very_many_documents"
    FEE_IMPLAUSIBLE = "implausible_fee"
    FULL_WITHOUT_ONLINE = "full_process_without_online_channel"
    MINISTRY_CODES = "ministry_under_two_codes"


# U+00A0 and the other breaking or non-breaking odd spaces, zero-width characters, direction marks, soft hyphen.
_INVISIBLE = re.compile("[\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]")
_DROPPED = re.compile("[\u2066-\u2069\u202a-\u202e\u2061-\u2064\u180e]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SUSPECT = re.compile("|".join(pattern.pattern for pattern in (_INVISIBLE, _CONTROL, _PRIVATE)))
_MAX_DETAIL = 160


class Cleaner:
    """Tidies the values of one record and collects, once each, what was odd about them (`odd`: name → detail)."""

    def __init__(self) -> None:
        self.odd: dict[Oddity, str] = {}

    def note(self, oddity: Oddity, detail: object = "") -> None:
        """Records an oddity with the first detail seen."""
        self.odd.setdefault(oddity, _shown(str(detail)))

    def text(self, value: Any) -> str:
        """A string in NFC without invisible characters and with single spaces; numbers as they are written."""
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            if isinstance(value, bool | list | dict):
                self.note(Oddity.SHAPE, value)
            return str(value)
        if value.isascii() and value.isprintable():
            return " ".join(value.split())
        return self._cleaned(value)

    def _cleaned(self, value: str) -> str:
        if not unicodedata.is_normalized("NFC", value):
            self.note(Oddity.NOT_NFC, value)
        if not _SUSPECT.search(value):
            # As platform.text.tidy, without its search for what is not there: there are 150,000 texts in a file.
            return " ".join(unicodedata.normalize("NFC", value).split())
        if _INVISIBLE.search(value):
            self.note(Oddity.INVISIBLE, value)
            value = _DROPPED.sub("", value)
        if _CONTROL.search(value):
            self.note(Oddity.CONTROL, value)
            value = _CONTROL.sub(" ", value)
        if _PRIVATE.search(value):
            # Bullets of the Symbol and Wingdings fonts, which no other font shows.
            self.note(Oddity.PRIVATE_USE, value)
            value = _PRIVATE.sub("•", value)
        return tidy(value)

    def lines(self, value: Any) -> str:
        """A longer text with its line breaks, each line tidied, empty lines left out."""
        if not isinstance(value, str):
            return self.text(value)
        return "\n".join(line for part in value.splitlines() if (line := self.text(part)))

    def items(self, value: Any) -> list[Any]:
        """A list without its nulls; None is an empty list, any other value a list of one (noted)."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(Oddity.SHAPE, value)
            return [value]
        if None in value:
            self.note(Oddity.NULL_IN_LIST, f"{value.count(None)}/{len(value)}")
            return [item for item in value if item is not None]
        return value

    def objects(self, value: Any) -> list[dict[str, Any]]:
        """The objects of a list; what is no object is noted and left out (the original text keeps it)."""
        found = []
        for item in self.items(value):
            if isinstance(item, dict):
                found.append(item)
            else:
                self.note(Oddity.SHAPE, item)
        return found

    def texts(self, value: Any) -> tuple[str, ...]:
        """The non-empty strings of a list."""
        return tuple(text for item in self.items(value) if (text := self.text(item)))

    def object(self, value: Any) -> dict[str, Any]:
        """An object, empty if it is none."""
        if value is None or isinstance(value, dict):
            return value or {}
        self.note(Oddity.SHAPE, value)
        return {}

    def count(self, value: Any) -> int:
        """A number of copies: 0 if missing or not a sensible whole number."""
        if value is None or (isinstance(value, int) and 0 <= value <= 1000):
            return int(value or 0)
        self.note(Oddity.SHAPE, value)
        return 0


def _shown(detail: str) -> str:
    """A detail that can be stored and printed anywhere."""
    flat = " ".join(_CONTROL.sub("�", detail).split())
    return flat if len(flat) <= _MAX_DETAIL else flat[: _MAX_DETAIL - 1] + "…"
