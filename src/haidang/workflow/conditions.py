"""Conditions of gateways: comparisons of decisions with words, read by an own small grammar and never by Python.

    choice == "approve"          the decision of the step just done
    appraise != 'reject'         the decision of the step `appraise`, when last done
    not (a == "x" or b == "y")   with and, or, not and brackets

A step without a decision, or not done yet, compares as the empty word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

CHOICE = "choice"
MOST_CHARACTERS = 500
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<sign>==|!=|=|\(|\)|&&|\|\||!)|(?P<word>[^\W\d][\w.\-]*))""", re.UNICODE
)
_SPELLINGS = {"&&": "and", "||": "or", "!": "not", "=": "=="}
_WRAPPED = re.compile(r"^[$#]\{(.*)\}$|^=(?!=)(.*)$", re.DOTALL)
Values = Callable[[str], str]
Test = Callable[[Values], bool]


class ConditionError(ValueError):
    """A condition that this grammar does not know; the text is the part that was not understood."""


class Comparison(NamedTuple):
    """One comparison: the decision of `name` (a step, or `choice`) with a word."""

    name: str
    value: str


@dataclass(frozen=True)
class Condition:
    """A condition as it was written, what it compares, and how to test it."""

    text: str
    comparisons: tuple[Comparison, ...]
    test: Test

    @property
    def names(self) -> set[str]:
        """Whose decisions it looks at."""
        return {comparison.name for comparison in self.comparisons}

    def holds(self, values: Values) -> bool:
        """Whether it is true, given the decision of each name."""
        return self.test(values)


def parse(text: str, *, prefix: str = "") -> Condition:
    """Reads a condition; raises ConditionError. Names of steps get `prefix`."""
    plain = text.strip()
    if len(plain) > MOST_CHARACTERS:
        raise ConditionError(plain[:40] + "…")
    if wrapped := _WRAPPED.match(plain):
        plain = (wrapped[1] or wrapped[2] or "").strip()
    reader = _Reader(list(_tokens(plain)), prefix)
    test = reader.either()
    if reader.rest:
        raise ConditionError(reader.rest[0])
    return Condition(plain, tuple(reader.comparisons), test)


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ConditionError(text[position : position + 20])
        token = found["text"] or found["sign"] or found["word"]
        yield _SPELLINGS.get(token, token)
        position = found.end()


class _Reader:
    """Reads tokens from the left; every method takes what it understands and leaves the rest."""

    def __init__(self, tokens: list[str], prefix: str) -> None:
        self.rest, self._prefix = tokens, prefix
        self.comparisons: list[Comparison] = []
        self._depth = 0

    def either(self) -> Test:
        """A list of alternatives."""
        tests = [self._all()]
        while self._take("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda values: any(test(values) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._take("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda values: all(test(values) for test in tests)

    def _one(self) -> Test:
        self._depth += 1
        if self._depth > 50:
            raise ConditionError("(")
        if self._take("not"):
            denied = self._one()
            test: Test = lambda values: not denied(values)  # noqa: E731 (a closure like its siblings)
        elif self._take("("):
            test = self.either()
            if not self._take(")"):
                raise ConditionError("(")
        else:
            test = self._comparison()
        self._depth -= 1
        return test

    def _comparison(self) -> Test:
        left, sign, right = self._next(), self._next(), self._next()
        if left[0] in "\"'":
            left, right = right, left
        if sign not in {"==", "!="} or left[0] in "\"'()" or right[0] not in "\"'":
            raise ConditionError(f"{left} {sign} {right}")
        name, value = left if left == CHOICE else self._prefix + left, right[1:-1]
        self.comparisons.append(Comparison(name, value))
        return (lambda values: values(name) == value) if sign == "==" else (lambda values: values(name) != value)

    def _take(self, token: str) -> bool:
        if self.rest and self.rest[0] == token:
            self.rest.pop(0)
            return True
        return False

    def _next(self) -> str:
        if not self.rest:
            raise ConditionError("…")
        return self.rest.pop(0)
