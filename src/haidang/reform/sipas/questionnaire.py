"""A questionnaire as versioned data: factors, questions, a scale, and which answers count as satisfied. Pure."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

MOST_QUESTIONS = 40
TEXT_LENGTH = 300


class Factor(msgspec.Struct, frozen=True):
    """A factor of satisfaction."""

    key: str
    name: str


class Question(msgspec.Struct, frozen=True):
    """A question of a factor; `key` names it in answers and stays when its words are altered."""

    key: str
    factor: str
    text: str


class Questionnaire(msgspec.Struct, frozen=True):
    """`scale`: the words of levels 1 to its length; levels from `satisfied_from` on count as satisfied."""

    version: str
    title: str
    source: str
    scale: tuple[str, ...]
    satisfied_from: int
    factors: tuple[Factor, ...]
    questions: tuple[Question, ...]

    @property
    def levels(self) -> list[tuple[int, str]]:
        """The levels with their words."""
        return list(enumerate(self.scale, start=1))

    def of_factor(self, key: str) -> list[Question]:
        """The questions of a factor, in order."""
        return [item for item in self.questions if item.factor == key]


class Unfit(ValueError):
    """A questionnaire that cannot be asked; `args` are what is wrong ("empty", "long", "many", "factor") and where."""


def checked(found: Questionnaire) -> Questionnaire:
    """The questionnaire; raises Unfit."""
    if not 1 <= len(found.questions) <= MOST_QUESTIONS:
        raise Unfit("many", "")
    for question in found.questions:
        if not question.text.strip():
            raise Unfit("empty", question.key)
        if len(question.text) > TEXT_LENGTH:
            raise Unfit("long", question.key)
    for factor in found.factors:
        if not found.of_factor(factor.key):
            raise Unfit("factor", factor.key)
    return found


def check_answers(found: Questionnaire, given: Mapping[str, Any]) -> dict[str, int]:
    """The answers that can be kept: levels by question; what was passed over is left out.

    Raises ValueError with the question's key for a level that the scale does not have.
    """
    kept = {}
    for question in found.questions:
        level = given.get(question.key)
        if level is None:
            continue
        if type(level) is not int or not 1 <= level <= len(found.scale):
            raise ValueError(question.key)
        kept[question.key] = level
    return kept


def from_plain(plain: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that `to_plain` wrote."""
    return msgspec.convert(plain, Questionnaire)


def to_plain(found: Questionnaire) -> dict[str, Any]:
    """A questionnaire as plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return plain


@cache
def standard() -> Questionnaire:
    """The questionnaire that ships, from which a survey begins."""
    return msgspec.json.decode((files("haidang.profiles") / "national" / "sipas.json").read_bytes(), type=Questionnaire)
