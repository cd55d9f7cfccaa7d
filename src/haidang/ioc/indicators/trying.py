"""A definition tried before it is published: checked in full, and counted without being kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from haidang.ioc.indicators import figures, publishing, reading
from haidang.ioc.indicators.catalogue import schemas
from haidang.ioc.indicators.definition import Definition, Grain
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure
from haidang.ioc.indicators.formula import Formula
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.indicators.reach import Reach
from haidang.ioc.lake import reading as lake


def trial(content: Mapping[str, Any]) -> tuple[Definition, Formula]:
    """The definition and its formula, as publishing would take them; raises Invalid with the field."""
    known = schemas()
    found = publishing.checked(content, known)
    return found, reading.read(found.formula, known)


def tried(
    definition: Definition, formula: Formula, reach: Reach, *, on: date, count: int
) -> list[tuple[Frame, Figure | None]]:
    """Its last months, newest first, within reach; raises LakeNotReady where its data is not in the lake yet."""
    source = lake.reader()
    frames = months(as_of=source.as_of_tables(formula.datasets), count=count)
    found = figures.count(definition, formula, Asked(frames, Grain.PROVINCE, reach, on), source)
    return [(frame, found.get((frame.key, WHOLE))) for frame in reversed(frames)]
