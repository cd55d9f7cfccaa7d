"""Keeps the figures that are given out, so that each can be cited later as it was: version, value, and as of when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from haidang.ioc.errors import FigureNotFound
from haidang.ioc.indicators import catalogue, figures, reach
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure
from haidang.ioc.indicators.periods import Frame, by_key, months
from haidang.ioc.indicators.tables import KeptFigure
from haidang.ioc.lake import reading as lake
from haidang.platform import clock

MONTHS = 13
"""How far back figures are looked at again: a year and the month before, to compare with."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept figure: its number, of which days, where, what it was, and as of when."""

    id: int
    first: date
    last: date
    place: str
    figure: Figure
    as_of: datetime


def keep(now: datetime) -> int:
    """Keeps every figure of the last months that is another than the last that was kept; returns how many.

    To be called after the lake was brought up to date; while it has never been, nothing is kept.
    """
    source = lake.reader()
    return sum(_keep(spec, source, now) for spec in catalogue.current(on=clock.local(now).date()))


def _keep(spec: Spec, source: lake.Reader, now: datetime) -> int:
    if spec.formula is None or not catalogue.is_filled(spec, source):
        return 0
    as_of = source.as_of_tables(spec.formula.datasets)
    frames = months(as_of=as_of, count=MONTHS)
    on, made = clock.local(now).date(), list[KeptFigure]()
    for grain in (Grain.PROVINCE, *spec.definition.grains):
        asked = Asked(frames, grain, reach.EVERYTHING, on)
        found = dict(figures.count(spec.definition, spec.formula, asked, source))
        before = {(_key(row), row.place): row for row in _last(spec, grain, frames)}
        made += _changed(spec, grain, found, before, frames=frames, as_of=as_of, now=now)
    with transaction.atomic():
        KeptFigure.objects.bulk_create(made, batch_size=1_000)
    return len(made)


def _changed(
    spec: Spec,
    grain: Grain,
    found: dict[tuple[str, str], Figure],
    before: dict[tuple[str, str], KeptFigure],
    *,
    frames: Sequence[Frame],
    as_of: datetime,
    now: datetime,
) -> list[KeptFigure]:
    """Rows for figures that are other than before, and for those that are not there any more."""
    known = by_key(frames)
    nothing = Figure(None, None, 0, 1, is_ratio=False)
    made = []
    for key, place in dict.fromkeys([*found, *before]):
        figure, last = found.get((key, place), nothing), before.get((key, place))
        now_said = (_float(figure.numerator), _float(figure.denominator), figure.base)
        if last is None or (last.numerator, last.denominator, last.base) != now_said:
            numerator, denominator, base = now_said
            made.append(
                KeptFigure(
                    version=spec.row,
                    grain=grain,
                    place=place[:60],
                    first=known[key].first,
                    last=known[key].last,
                    numerator=numerator,
                    denominator=denominator,
                    base=base,
                    as_of=as_of,
                    kept_at=now,
                )
            )
    return made


def _float(number: float | None) -> float | None:
    return None if number is None else float(number)


def _key(row: KeptFigure) -> str:
    return f"{row.first.isoformat()}/{row.last.isoformat()}"


def _last(spec: Spec, grain: Grain, frames: Iterable[Frame]) -> list[KeptFigure]:
    """The newest row of every figure of those frames."""
    rows = KeptFigure.objects.filter(version=spec.row, grain=grain, first__in=[frame.first for frame in frames])
    newest = rows.values("first", "last", "place").annotate(newest=Max("id")).values("newest")
    return list(KeptFigure.objects.filter(id__in=newest))


def kept(spec: Spec, grain: Grain, frames: Sequence[Frame]) -> list[Kept]:
    """What was kept last of those frames, by frame and place."""
    wanted = by_key(frames)
    rows = [row for row in _last(spec, grain, frames) if _key(row) in wanted]
    return [_kept(spec, row) for row in sorted(rows, key=lambda row: (row.first, row.place))]


def one(number: int) -> tuple[Spec, Kept, Grain]:
    """A kept figure with the version that it is of; raises FigureNotFound."""
    rows = KeptFigure.objects.filter(pk=number).select_related("version") if 0 < number < 2**63 else None
    row = rows.first() if rows is not None else None
    if row is None:
        raise FigureNotFound(_("Không có số liệu này."))
    spec = catalogue.spec_of(row.version, catalogue.schemas())
    return spec, _kept(spec, row), Grain(row.grain)


def _kept(spec: Spec, row: KeptFigure) -> Kept:
    plain = spec.definition.formula
    figure = Figure(
        _whole(row.numerator),
        _whole(row.denominator),
        row.base,
        int(plain.get("scale", 1)),
        is_ratio=plain.get("denominator") is not None,
    )
    return Kept(row.pk, row.first, row.last, row.place or WHOLE, figure, row.as_of)


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number.is_integer() else number
