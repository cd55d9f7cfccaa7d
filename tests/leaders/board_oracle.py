"""The board counted by hand: every dossier is looked at by itself, in Python, by the pure rule `risk`."""

from collections import Counter
from datetime import timedelta

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import OPEN, Risk, State, boards
from haidang.identity import api as identity
from haidang.platform import clock

_F = boards.Figure
OF_RISK = {Risk.LATE: _F.LATE, Risk.AT_RISK: _F.AT_RISK, Risk.ON_TIME: _F.IN_TIME, Risk.PAUSED: _F.PAUSED}


def figures_of(dossier, now):
    """Every figure that counts this dossier at `now`."""
    state = State(dossier.state)
    if state in OPEN:
        return _open_figures(dossier, state, now)
    today = clock.local(now).date()
    if dossier.finished_at is None or clock.local(dossier.finished_at).date() <= today - timedelta(days=boards.DAYS):
        return set()
    is_late = dossier.due_at is not None and dossier.finished_at > dossier.due_at
    return {_F.FINISHED, _F.FINISHED_LATE if is_late else _F.FINISHED_ON_TIME}


def _open_figures(dossier, state, now):
    standing = dossiers.risk(
        state=state, receive_by=dossier.receive_by, due_at=dossier.due_at, warn_at=dossier.warn_at,
        is_paused=dossier.is_paused, finished_at=dossier.finished_at, now=now,
    )  # fmt: skip
    found = {_F.OPEN, OF_RISK[standing]}
    if dossier.received_at is None:
        found.add(_F.WAITING)
    if dossier.due_at and now <= dossier.due_at and clock.local(dossier.due_at).date() == clock.local(now).date():
        found.add(_F.DUE_TODAY)
    return found


def seen_by(user, now):
    """The dossiers whose figures `user` may see, one by one by his rights; nothing but `covers` decides."""
    on = clock.local(now).date()
    held = identity.scopes(user, identity.Permission.REPORT_VIEW, on=on)
    return [
        item
        for item in dossiers.Dossier.objects.all()
        if identity.covers(held, agency_id=item.agency_id, procedure_code=item.procedure_code)
    ]


def recount(user, now, *, wanted=lambda dossier: True):
    """Figures of what `user` sees and `wanted` keeps: figure → codes."""
    found = {figure: set() for figure in _F}
    for dossier in seen_by(user, now):
        if wanted(dossier):
            for figure in figures_of(dossier, now):
                found[figure].add(dossier.code)
    return found


def homes(user, now):
    """How many open dossiers that `user` sees each agency has today, by code."""
    on = clock.local(now).date()
    rows = [item for item in seen_by(user, now) if State(item.state) in OPEN]
    places = identity.current({(item.agency_id, item.procedure_code) for item in rows}, on=on)
    return Counter(places[item.agency_id, item.procedure_code].code for item in rows)
