"""Remembers, during a run, answers of the rooms below that cannot change within it: rights, agencies, procedures.

A run asks the same questions tens of thousands of times; asking each once makes it about twice as fast. Only the
doors are answered from memory, for as long as the run lasts, and what the commands do stays the same: a test compares
every row that both ways leave.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.workflow import api as workflow

BY_DAY = tuple(
    (identity, name) for name in ("rights", "scopes", "role_scopes", "agencies", "executors", "calendar_version_of")
)
BY_VERSION = (
    (catalogue, "published"),
    (catalogue, "version"),
    (workflow, "current"),
)
_GARBAGE_THRESHOLD = 100_000
Question = Callable[..., Any]


@contextmanager
def remembering(first: date, last: date) -> Iterator[None]:
    """Answers repeated questions about the days `first` to `last` from memory until the block ends.

    Garbage is collected more rarely meanwhile: a run makes millions of small things and hardly any cycles.
    """
    asked: list[tuple[Any, str, Question]] = [(door, name, getattr(door, name)) for door, name in BY_DAY + BY_VERSION]
    threshold = gc.get_threshold()
    gc.set_threshold(_GARBAGE_THRESHOLD, *threshold[1:])
    steady = _is_steady(first, last)
    try:
        for door, name, question in asked:
            remembered = lru_cache(maxsize=None)(question)
            is_by_day = steady and (door, name) in BY_DAY
            setattr(door, name, _on_one_day(remembered, first, last) if is_by_day else remembered)
        yield
    finally:
        gc.set_threshold(*threshold)
        for door, name, question in asked:
            setattr(door, name, question)


def _is_steady(first: date, last: date) -> bool:
    """Whether rights and agencies are the same on all days: no role begins or ends within, and no agency changes."""
    begins = Q(valid_from__gt=first, valid_from__lte=last)
    ends = Q(valid_to__gt=first, valid_to__lte=last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    stands = identity.agencies(first)
    tables = (identity.RoleAssignment, identity.Delegation)
    changes = any(table.objects.filter(begins | ends).exists() for table in tables)
    return not changes and all(identity.agencies(day) == stands for day in days)


def _on_one_day(question: Question, first: date, last: date) -> Question:
    """The same question, asked for the first day whenever it is about a day of the period."""

    def ask(*about: Any, on: date | None = None, **more: Any) -> Any:
        # `agencies` takes its day by position, rights by name.
        if on is None:
            day, *rest = about
            return question(first if first <= day <= last else day, *rest, **more)
        return question(*about, on=first if first <= on <= last else on, **more)

    return ask
