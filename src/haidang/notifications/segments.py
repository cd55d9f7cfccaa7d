"""How many short messages a text takes (3GPP TS 23.038: the 7-bit default alphabet, UCS-2 for all else). Pure."""

from dataclasses import dataclass

from haidang.platform.text import without_diacritics

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Letters of the extension table: an escape and a letter, two places."""
_MARKS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "₫": "d"}
)


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text is as short messages: `places` used, in `segments` messages of one alphabet."""

    is_unicode: bool
    places: int
    segments: int


@dataclass(frozen=True, slots=True)
class _Room:
    """How many places one message has, alone and as one of several."""

    alone: int
    each: int


_PLAIN, _UNICODE = _Room(160, 153), _Room(70, 67)


def size(text: str) -> Size:
    """The size of `text`: 160 or 70 places in one message, 153 or 67 in each of several."""
    if is_plain(text):
        return _sized([2 if letter in _EXTENDED else 1 for letter in text], _PLAIN)
    # Outside the basic plane a letter takes two units of 16 bits.
    return _sized([2 if ord(letter) > 0xFFFF else 1 for letter in text], _UNICODE)


def is_plain(text: str) -> bool:
    """Whether `text` can be written in the 7-bit alphabet."""
    return all(letter in _BASIC or letter in _EXTENDED for letter in text)


def plain(text: str) -> str:
    """`text` in the 7-bit alphabet: Vietnamese without its marks, anything else that it lacks as a question mark."""
    bare = without_diacritics(text.translate(_MARKS))
    return "".join(letter if letter in _BASIC or letter in _EXTENDED else "?" for letter in bare)


def _sized(widths: list[int], room: _Room) -> Size:
    places = sum(widths)
    if places <= room.alone:
        return Size(room is _UNICODE, places, 1 if places else 0)
    segments, used = 1, 0
    # A letter of two places is never cut in two.
    for width in widths:
        if used + width > room.each:
            segments, used = segments + 1, 0
        used += width
    return Size(room is _UNICODE, places, segments)
