"""Answers questions from the lake, within what the reader may see; the same question of the same snapshot once only."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from threading import Lock

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.ioc.errors import Invalid, NoData
from haidang.ioc.indicators import catalogue, figures, reach, targets
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import Asked, Figure
from haidang.ioc.indicators.periods import Frame
from haidang.ioc.indicators.reach import Reach
from haidang.ioc.lake import layout
from haidang.ioc.lake import reading as lake
from haidang.ioc.questions import names, spans
from haidang.ioc.questions.question import Question
from haidang.platform import clock

MOST_KEPT = 256
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one place, period by period; None where there is nothing."""

    place: str
    name: str
    figures: tuple[Figure | None, ...]

    @property
    def last(self) -> Figure | None:
        """The figure of the last period."""
        return self.figures[-1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave: rows by name, periods oldest first, the target's path at their ends, and as of when."""

    question: Question
    spec: Spec
    frames: tuple[Frame, ...]
    rows: tuple[Row, ...]
    path: tuple[Fraction | None, ...]
    as_of: datetime

    @property
    def total(self) -> Row | None:
        """The one row of an answer that is not split."""
        return self.rows[0] if self.rows and self.question.grain is Grain.PROVINCE else None


def answer(question: Question, *, reader: User, now: datetime) -> Answer:
    """Answers a question for `reader`; raises NotAllowed, IndicatorNotFound, NoData, LakeNotReady, Invalid."""
    on = clock.local(now).date()
    return within(question, reach.of(reader, on=on), now=now)


def within(question: Question, held: Reach, *, now: datetime) -> Answer:
    """The same for whoever holds that reach, as the house itself."""
    on = clock.local(now).date()
    spec = catalogue.one(question.indicator, on=on)
    source = lake.reader()
    _check(question, spec, source)
    as_of = source.as_of_tables(spec.readable.datasets)
    frames = tuple(spans.frames(question.step, question.count, as_of=as_of))
    found = _counted(question, spec, Asked(frames, question.grain, held, on), source)
    return Answer(
        question=question,
        spec=spec,
        frames=frames,
        rows=_rows(question, frames, found, on),
        path=tuple(targets.expected(spec.definition.target, _end(frame, as_of)) for frame in frames),
        as_of=as_of,
    )


def _check(question: Question, spec: Spec, source: lake.Reader) -> None:
    if question.grain is not Grain.PROVINCE and question.grain not in spec.definition.grains:
        raise Invalid(_("Chỉ số này không chia được theo mục đã chọn."), field="theo")
    if spec.problem:
        raise NoData(spec.problem)
    if not catalogue.is_filled(spec, source):
        raise NoData(_("Chỉ số này chưa có dữ liệu."))


def _end(frame: Frame, as_of: datetime) -> date:
    return min(frame.last, clock.local(as_of).date())


def _rows(question: Question, frames: Sequence[Frame], found: Mapping[_Key, Figure], on: date) -> tuple[Row, ...]:
    places = dict.fromkeys(place for _frame, place in found)
    if question.grain is Grain.PROVINCE:
        places = {figures.WHOLE: None}
    if question.place:
        places = {question.place: None}
    called = names.of(question.grain, list(places), on=on)
    rows = [Row(place, called[place], tuple(found.get((frame.key, place)) for frame in frames)) for place in places]
    return tuple(sorted(rows, key=lambda row: (row.name, row.place)))


class _Kept:
    """The last answers of the lake in this process; those of an older snapshot are pushed out by newer ones."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Mapping[_Key, Figure]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Mapping[_Key, Figure] | None:
        with self._lock:
            return self._answers.get(key)

    def put(self, key: Hashable, value: Mapping[_Key, Figure]) -> None:
        with self._lock:
            self._answers[key] = value
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)


_kept = _Kept()


def _counted(question: Question, spec: Spec, asked: Asked, source: lake.Reader) -> Mapping[_Key, Figure]:
    """Counted once for everybody with the same reach: the snapshot does not change, nor does a version."""
    key = (
        str(layout.folder()),
        source.snapshot.number,
        spec.row.pk,
        question.grain,
        tuple(frame.key for frame in asked.frames),
        asked.reach,
        asked.on,
    )
    found = _kept.get(key)
    if found is None:
        found = dict(figures.count(spec.definition, spec.readable, asked, source))
        _kept.put(key, found)
    return found
