"""An in-process index over the names of procedures. Pure: it is built from entries and never reads a database.

Every word of a name is folded (no diacritics, đ as d, y as i); each word has a bitset of the entries that hold it, so a
query is a few ANDs of big integers, and the prefix of the last word an OR over a range of sorted words. Words that
the catalogue does not know are replaced by the words that look like them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein, Indel

from haidang.platform.text import fold

_WORD = re.compile(r"[0-9a-z]+(?:[./-][0-9a-z]+)*")
_INNER = re.compile(r"[./-]")
_CODE = re.compile(r"\d\.\d{2,9}\S*")
_HEAD = "thu tuc "
_MAX_RANKED = 600
_LEAST_LIKENESS = 72
_MAX_WORDS = 24
_MAX_QUERY = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of a procedure. `folded` is the folded name, `marks` what it is filtered by."""

    code: str
    name: str
    folded: str
    offered: bool
    fields: tuple[tuple[str, str], ...] = ()
    levels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    life_event: str = ""
    marks: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


class Index:
    """The built index. Positions are stable: offered entries first, then by name and code."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: (not entry.offered, entry.folded, entry.code))
        self._names = [" ".join(_WORD.findall(entry.folded)) for entry in self.entries]
        self._plain = [name.removeprefix(_HEAD) for name in self._names]
        self._lengths = [len(name) for name in self._plain]
        self.all = (1 << len(self.entries)) - 1
        self._words: dict[str, int] = {}
        self._marks: dict[str, int] = {}
        self._fill()
        self._sorted = sorted(self._words)
        self.offered = self._marks.get("offered", 0)

    def _fill(self) -> None:
        words: dict[str, list[int]] = {}
        marks: dict[str, list[int]] = {}
        folded_fields = {name: _WORD.findall(fold(name)) for entry in self.entries for _code, name in entry.fields}
        for position, entry in enumerate(self.entries):
            found = set(self._names[position].split())
            found.update(*(folded_fields[name] for _code, name in entry.fields))
            found.update({part for word in found for part in _INNER.split(word)})
            for word in found:
                words.setdefault(word, []).append(position)
            for mark in {*entry.marks, *(["offered"] if entry.offered else [])}:
                marks.setdefault(mark, []).append(position)
        self._words = {word: _bits(places) for word, places in words.items()}
        self._marks = {mark: _bits(places) for mark, places in marks.items()}

    def marked(self, mark: str) -> int:
        """Bitset of the entries with a mark."""
        return self._marks.get(mark, 0)

    def marks(self, prefix: str) -> Iterator[tuple[str, int]]:
        """All marks that begin with `prefix`, each with its bitset."""
        return ((mark, bits) for mark, bits in self._marks.items() if mark.startswith(prefix))

    def find(self, query: str, *, within: int) -> list[int]:
        """Positions of the entries in `within` that answer the query, best first."""
        query = query[:_MAX_QUERY]
        if _CODE.fullmatch(query.strip()):
            return self._by_code(query.strip().lower(), within)
        words = words_of(query)[:_MAX_WORDS]
        if not words:
            return list(positions(within)) if not query.strip() else []
        exact = self._all_of([self._exact(words, at) for at in range(len(words))], within)
        if exact:
            return self._ranked(words, exact)
        near = [self._near(words, at) for at in range(len(words))]
        return self._alike(words, self._all_of(near, within) or self._most_of(near, within))

    def _by_code(self, code: str, within: int) -> list[int]:
        return sorted(
            (at for at in positions(within) if self.entries[at].code.lower().startswith(code)),
            key=lambda at: self.entries[at].code,
        )

    def _exact(self, words: list[str], at: int) -> int:
        """Entries with the word; for the last word also those with a word that begins so."""
        return self._prefixed(words[at]) if at == len(words) - 1 else self._words.get(words[at], 0)

    def _prefixed(self, prefix: str) -> int:
        bits = 0
        for at in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            if not self._sorted[at].startswith(prefix):
                break
            bits |= self._words[self._sorted[at]]
        return bits

    def _near(self, words: list[str], at: int) -> int:
        """As `_exact`, plus the words that a slip of the finger may have meant."""
        word = words[at]
        bits = self._exact(words, at)
        allowed = 0 if len(word) < 2 or word.isdigit() else 1 if len(word) < 8 else 2
        if not allowed:
            return bits
        for near, _distance, _index in process.extract(
            word, self._sorted, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=60
        ):
            bits |= self._words[near]
        return bits | self._joined(word)

    def _joined(self, word: str) -> int:
        """Entries with the two words that were typed without the space between them."""
        bits = 0
        for cut in range(2, len(word) - 1):
            bits |= self._words.get(word[:cut], 0) & self._words.get(word[cut:], 0)
        return bits

    @staticmethod
    def _all_of(found: list[int], within: int) -> int:
        for bits in found:
            within &= bits
        return within

    @staticmethod
    def _most_of(found: list[int], within: int) -> int:
        """Entries that answer as many of the words as any entry does, but at least half of them."""
        counts: list[int] = []
        for bits in found:
            counts.append(0)
            for level in range(len(counts) - 1, 0, -1):
                counts[level] |= counts[level - 1] & bits
            counts[0] |= bits
        for level in range(len(counts) - 1, -1, -1):
            if counts[level] & within:
                return counts[level] & within if (level + 1) * 2 >= len(found) else 0
        return 0

    def _ranked(self, words: list[str], bits: int) -> list[int]:
        query = " ".join(words).removeprefix(_HEAD)
        found = list(positions(bits))
        if len(found) > _MAX_RANKED:
            found.sort(key=lambda at: self._rough(query, at))
            head = sorted(found[:_MAX_RANKED], key=lambda at: self._rank(query, at))
            return head + found[_MAX_RANKED:]
        return sorted(found, key=lambda at: self._rank(query, at))

    def _alike(self, words: list[str], bits: int) -> list[int]:
        """As `_ranked`, without the entries that hold similar words but say something else."""
        query = " ".join(words).removeprefix(_HEAD)
        ranked = self._ranked(words, bits)[:_MAX_RANKED]
        return [at for at in ranked if _likeness(query, self._plain[at]) >= _LEAST_LIKENESS]

    def _rough(self, query: str, at: int) -> tuple[int, int, int]:
        name = self._plain[at]
        return (0 if name.startswith(query) else 1 if query in name else 2, self._lengths[at], at)

    def _rank(self, query: str, at: int) -> tuple[int, int, int, int]:
        """Smaller is better: the name itself, names that begin so, that hold the phrase, that resemble it."""
        name = self._plain[at]
        if name == query:
            return (0, 0, 0, at)
        if name.startswith(query):
            return (1, 0 if name[len(query) : len(query) + 1] == " " else 1, self._lengths[at], at)
        if f" {query}" in f" {name}":
            return (2, 0, self._lengths[at], at)
        whole = Indel.normalized_similarity(query, name) * 100
        return (3, -round(_likeness(query, name) / 4), -round(whole), at)


def build(entries: Iterable[Entry]) -> Index:
    """An index over the entries."""
    return Index(entries)


def _likeness(query: str, name: str) -> float:
    """0 to 100: how much of the query stands in the name, in this or in another order of words."""
    if len(query) > len(name):
        return fuzz.ratio(query, name)
    inside = fuzz.partial_ratio(query, name)
    return inside if inside >= _LEAST_LIKENESS else fuzz.partial_token_sort_ratio(query, name)


def _bits(places: list[int]) -> int:
    buffer = bytearray(places[-1] // 8 + 1)
    for at in places:
        buffer[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(buffer, "little")


def positions(bits: int) -> Iterator[int]:
    """The places of the ones in a bitset, lowest first."""
    for number, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            base = number * 8
            for bit in range(8):
                if byte >> bit & 1:
                    yield base + bit
