"""Looks at every watched indicator: one alert a watch and place, ended when it is over, raised anew only then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.alert_tables import Alert
from haidang.ioc.alerts import Matter, end_alert, raise_alert
from haidang.ioc.errors import IndicatorNotFound
from haidang.ioc.indicators import catalogue, figures
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import Asked, Figures
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.indicators.reach import EVERYTHING
from haidang.ioc.lake import reading as lake
from haidang.ioc.questions import names
from haidang.ioc.watching.ordinary import ordinary
from haidang.ioc.watching.tables import Watch
from haidang.platform import clock

EVERY = timedelta(minutes=15)
WEEKS = 8
"""As many of the same weekday before make the habit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place where something is to be told: its code, the words, the numbers behind them."""

    place: str
    text: str
    data: dict[str, object]


def look(now: datetime) -> int:
    """Raises and ends the alerts of all watches; returns how many are new. Before the lake is filled there are none."""
    source, made = lake.reader(), 0
    for watch in Watch.objects.filter(ended_at=None):
        try:
            spec = catalogue.one(watch.indicator, on=clock.local(now).date())
        except IndicatorNotFound:
            continue
        if catalogue.is_filled(spec, source):
            made += _settle(watch, spec, list(_found(watch, spec, source, now)), now)
    return made


def _found(watch: Watch, spec: Spec, source: lake.Reader, now: datetime) -> Iterator[Found]:
    as_of = source.as_of_tables(spec.readable.datasets)
    if watch.kind == Watch.Kind.STALE:
        hours = int((now - as_of).total_seconds() // 3600)
        if hours >= (watch.limit or 0):
            yield Found("", _("Dữ liệu đã cũ %(hours)s giờ.") % {"hours": hours}, {"hours": hours})
    elif watch.kind == Watch.Kind.UNUSUAL:
        yield from _unusual(watch, spec, source, now)
    else:
        frames = months(as_of=as_of, count=1)
        for (_frame, place), figure in _counted(watch, spec, source, frames, now).items():
            value = figure.value
            if value is not None and not figure.is_small(spec.definition.small) and _is_beyond(watch, float(value)):
                yield Found(
                    place, _beyond(watch, float(value), frames[0]), {"value": float(value), "base": figure.base}
                )


def _is_beyond(watch: Watch, value: float) -> bool:
    limit = watch.limit or 0.0
    return value < limit if watch.kind == Watch.Kind.BELOW else value > limit


def _beyond(watch: Watch, value: float, frame: Frame) -> str:
    words = {"value": _number(value), "limit": _number(watch.limit or 0.0), "month": f"{frame.first:%m/%Y}"}
    if watch.kind == Watch.Kind.BELOW:
        return _("Tháng %(month)s: %(value)s, dưới ngưỡng %(limit)s.") % words
    return _("Tháng %(month)s: %(value)s, trên ngưỡng %(limit)s.") % words


def _unusual(watch: Watch, spec: Spec, source: lake.Reader, now: datetime) -> Iterator[Found]:
    """The last whole day against the same weekday of the weeks before."""
    as_of = source.as_of_tables(spec.readable.datasets)
    day = clock.local(as_of).date() - timedelta(days=1)
    days = [day - timedelta(weeks=back) for back in range(WEEKS + 1)]
    frames = [Frame(each, each, as_of) for each in days]
    found = _counted(watch, spec, source, frames, now)
    for place in {place for _key, place in found}:
        values = [_value(found, frame, place) for frame in frames]
        last, before = values[0], [value for value in values[1:] if value is not None]
        usual = ordinary(before)
        if last is not None and usual is not None and not usual.holds(last):
            data = {"value": last, "low": usual.low, "high": usual.high, "count": usual.count}
            yield Found(place, _told(day, last, usual.low, usual.high), dict(data))


def _told(day: date, value: float, low: float, high: float) -> str:
    words = {"low": _number(low), "high": _number(high), "value": _number(value), "day": f"{day:%d/%m/%Y}"}
    return _("Cùng thứ trong các tuần trước thường %(low)s–%(high)s, ngày %(day)s là %(value)s.") % words


def _value(found: Figures, frame: Frame, place: str) -> float | None:
    figure = found.get((frame.key, place))
    value = figure.value if figure else None
    return None if value is None else float(value)


def _counted(watch: Watch, spec: Spec, source: lake.Reader, frames: list[Frame], now: datetime) -> Figures:
    asked = Asked(frames, Grain(watch.grain), EVERYTHING, clock.local(now).date())
    return figures.count(spec.definition, spec.readable, asked, source)


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0").translate({44: ".", 46: ","})


def _settle(watch: Watch, spec: Spec, found: list[Found], now: datetime) -> int:
    """Raises what is found; ends what is found no more."""
    on = clock.local(now).date()
    called = names.of(Grain(watch.grain), [each.place for each in found], on=on)
    agencies = _agencies(watch, found)
    people = _people(on) if found else []
    open_ = set(Alert.objects.filter(kind=watch.alert_kind, ended_at=None).values_list("subject", flat=True))
    made = 0
    for each in found:
        title = f"{spec.definition.title}: {called.get(each.place) or each.place}"
        subject = f"indicator:{watch.indicator}:{each.place}"[:120]
        matter = Matter(
            watch.alert_kind, subject, title, each.text, watch.severity, agencies.get(each.place), each.data
        )
        made += raise_alert(matter, people=people, now=now)
        open_.discard(subject)
    for subject in open_:
        end_alert(watch.alert_kind, subject, now=now)
    return made


def _agencies(watch: Watch, found: Iterable[Found]) -> dict[str, int]:
    if watch.grain != Grain.AGENCY:
        return {}
    codes = [each.place for each in found]
    return dict(identity.Agency.objects.filter(code__in=codes).values_list("code", "id"))


def _people(on: date) -> list[int]:
    """Those who set watches: the operations centre. Others see alerts of their agencies on the page."""
    names_ = identity.scopes_of_everybody(Permission.IOC_PUBLISH, on=on)
    return list(User.objects.filter(username__in=names_).values_list("pk", flat=True))
