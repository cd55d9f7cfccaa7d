"""The index as published data: groups, components, inputs, and the choices on which its sources disagree. Pure.

What ships is `profiles/national/qd766.json`; each component is one ratio: `maximum` × min(1, over ÷ under ÷ target).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Scope = Literal["province", "agency"]
Zero = Literal["nothing", "full", "zero"]
"""What 0 ÷ 0 gives: nothing to score, all points, or none."""


class Input(msgspec.Struct, frozen=True):
    """A count. `origin`: counted by the house, or entered with its source because the house cannot count it yet."""

    key: str
    name: str
    unit: str
    origin: Literal["house", "entered"]
    note: str = ""


class Group(msgspec.Struct, frozen=True):
    """A group of components; its maximum is the sum of theirs."""

    code: str
    name: str


class Component(msgspec.Struct, frozen=True):
    """A scored ratio. `over` and `under` name inputs that are summed; `target` in per cent brings all points.

    `times`: a second ratio (over, under) that multiplies the first. `words` is the formula in words, `more` what one
    more of the numerator is called, `source` where the formula was read.
    """

    code: str
    group: str
    name: str
    maximum: int
    over: tuple[str, ...]
    under: tuple[str, ...]
    target: int
    zero: Zero
    scope: tuple[Scope, ...]
    words: str
    more: str
    source: str
    note: str = ""
    times: tuple[str, str] | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The keys of all inputs, without repetition."""
        return tuple(dict.fromkeys((*self.over, *self.under, *(self.times or ()))))


class Setting(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an option changes in a component; what is None stays."""

    zero: Zero | None = None
    target: int | None = None
    over: tuple[str, ...] | None = None
    times: tuple[str, str] | None = None


class Option(msgspec.Struct, frozen=True):
    """One reading of a formula and the source that has it."""

    key: str
    words: str
    source: str
    set: Setting


class Choice(msgspec.Struct, frozen=True):
    """A question on which sources disagree; `default` is the option that holds until somebody chooses."""

    key: str
    components: tuple[str, ...]
    question: str
    default: str
    options: tuple[Option, ...]

    def option(self, key: str | None) -> Option:
        """The option with that key, or the default one."""
        found = {option.key: option for option in self.options}
        return found.get(key or "", found[self.default])


class Index(msgspec.Struct, frozen=True):
    """A version of the index."""

    version: str
    decision: str
    valid_from: str
    source: str
    notes: tuple[str, ...]
    groups: tuple[Group, ...]
    inputs: tuple[Input, ...]
    components: tuple[Component, ...]
    choices: tuple[Choice, ...]

    def input(self, key: str) -> Input | None:
        """The input with that key."""
        return next((item for item in self.inputs if item.key == key), None)

    def component(self, code: str) -> Component | None:
        """The component with that code."""
        return next((item for item in self.components if item.code == code), None)

    def choices_of(self, code: str) -> list[Choice]:
        """The choices that touch a component."""
        return [choice for choice in self.choices if code in choice.components]

    def chosen(self, picked: Mapping[str, str]) -> dict[str, str]:
        """The option of every choice: as picked, else the default; unknown ones are passed over."""
        return {choice.key: choice.option(picked.get(choice.key)).key for choice in self.choices}

    def read(self, picked: Mapping[str, str], *, scope: Scope | None = None) -> list[Component]:
        """The components as the picked options read them; of one scope only, if asked."""
        found = {item.code: item for item in self.components if scope is None or scope in item.scope}
        for choice in self.choices:
            change = msgspec.to_builtins(choice.option(picked.get(choice.key)).set)
            for code in found.keys() & set(choice.components):
                found[code] = msgspec.convert(msgspec.to_builtins(found[code]) | change, Component)
        return list(found.values())


@cache
def index() -> Index:
    """The index in force."""
    return msgspec.json.decode((files("haidang.profiles") / "national" / "qd766.json").read_bytes(), type=Index)
