"""A year of an indicator as pages show it; counted once for each snapshot of the lake and each reach."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haidang.ioc.indicators import figures
from haidang.ioc.indicators.catalogue import Spec, is_filled
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure, Figures
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.indicators.reach import Reach
from haidang.ioc.indicators.targets import Comparison, compare
from haidang.ioc.lake import layout
from haidang.ioc.lake import reading as lake

MONTHS = 13
MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of several periods as of one moment of the lake, by frame and place."""

    spec: Spec
    frames: tuple[Frame, ...]
    figures: Figures
    as_of: datetime

    def figure(self, frame: Frame, place: str = WHOLE) -> Figure | None:
        """The figure of a period and place, if anything counts there."""
        return self.figures.get((frame.key, place))

    @property
    def places(self) -> list[str]:
        """The places that have a figure in any period."""
        return sorted({place for _key, place in self.figures})

    def latest(self, place: str = WHOLE) -> tuple[Frame, Figure] | None:
        """The last period that has a value there, with its figure."""
        for frame in reversed(self.frames):
            found = self.figure(frame, place)
            if found is not None and found.value is not None:
                return frame, found
        return None

    def comparison(self, frame: Frame, figure: Figure | None) -> Comparison | None:
        """How a figure stands against the target at the end of its period, as far as that is known."""
        if figure is None or figure.value is None:
            return None
        found, on = self.spec.definition, min(frame.last, self.as_of.date())
        return compare(figure.value, found.target, better=found.better, on=on)


def series(spec: Spec, grain: Grain, reach: Reach, *, on: date, frames: Sequence[Frame] = ()) -> Series | None:
    """The last months of an indicator, or `frames`; None while its data is not there."""
    source = lake.reader()
    if spec.formula is None or not is_filled(spec, source):
        return None
    as_of = source.as_of_tables(spec.formula.datasets)
    wanted = tuple(frames) or tuple(months(as_of=as_of, count=MONTHS))
    key = (str(layout.folder()), source.snapshot.number, spec.row.pk, grain, reach, on, wanted)
    found = _kept.get(key)
    if found is None:
        asked = Asked(wanted, grain, reach, on)
        found = Series(spec, wanted, figures.count(spec.definition, spec.formula, asked, source), as_of)
        _kept.put(key, found)
    return found


class _Kept:
    """The answers asked for last."""

    def __init__(self) -> None:
        self._found: OrderedDict[Any, Series] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> Series | None:
        """What was kept under `key`."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Any, found: Series) -> None:
        """Keeps an answer, and lets the one go that was asked for longest ago."""
        with self._lock:
            self._found[key] = found
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)


_kept = _Kept()
