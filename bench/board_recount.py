"""The figures of the leaders' board as the page shows them, and counted dossier by dossier in Python."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]
TILES = ("open", "late", "at_risk", "due_today", "paused")


def shown(page: str) -> dict[tuple[str, str], int]:
    """The figures of a page by line (an agency's code, "" for the whole) and name."""
    found = {("", name): _number(re.search(rf'id="o-{name}"[^>]*><strong>([\d.]+)<', page)) for name in TILES}
    if rate := re.search(r"đúng hạn: ([\d.]+) trên ([\d.]+) kết quả", page):
        found |= {("", "finished_on_time"): _number(rate), ("", "finished"): _number(rate, 2)}
    if waiting := re.search(r">([\d.]+) hồ sơ chờ tiếp nhận<", page):
        found["", "waiting"] = _number(waiting)
    for code, row in re.findall(r'<tr id="dong-(H[\d.]+)(?:-rieng)?">(.*?)</tr>', page, re.DOTALL):
        for name in TILES:
            found[code, name] = _number(re.search(rf"leaders-{name}\b.*?>([\d.]+)<", row, re.DOTALL))
        if rate := re.search(r"nowrap\">([\d.]+)/([\d.]+)<", row):
            found |= {(code, "finished_on_time"): _number(rate), (code, "finished"): _number(rate, 2)}
    return found


def _number(found: re.Match[str] | None, group: int = 1) -> int:
    if found is None:
        raise AssertionError("a figure is not on the page")
    return int(found[group].replace(".", ""))


def recount(user: Any, now: datetime) -> Counter[tuple[str, str]]:
    """The same, dossier by dossier: what lies in the user's reach, at the line whose agency it stands below."""
    from haidang.dossiers.api import Dossier
    from haidang.identity import api as identity
    from haidang.platform import clock

    on = clock.local(now).date()
    held = identity.scopes(user, identity.Permission.REPORT_VIEW, on=on)
    lines = _lines({agency for scope in held for agency in scope.agency_ids}, on=on)
    counts: Counter[tuple[str, str]] = Counter()
    fields = ("agency_id", "procedure_code", "state", "receive_by", "due_at", "warn_at", "is_paused", "finished_at")
    fields = (*fields, "received_at")
    reached: dict[tuple[int, str], bool] = {}
    for row in Dossier.objects.values(*fields).iterator(chunk_size=20_000):
        key = (row["agency_id"], row["procedure_code"])
        if key not in reached:
            reached[key] = identity.covers(held, agency_id=key[0], procedure_code=key[1])
        if reached[key]:
            for name in _figures(row, now):
                counts["", name] += 1
                counts[lines[row["agency_id"]], name] += 1
    return counts


def _lines(reached: set[int], *, on: date) -> dict[int, str]:
    """Under which line each agency is counted: its own ancestor directly below the head of all that is reached."""
    from haidang.identity import api as identity

    views = {view.id: view for view in identity.agencies(on) if view.id in reached}
    head = next(view for view in views.values() if view.parent_id not in views)

    def line(agency_id: int) -> str:
        view = views[agency_id]
        return view.code if view.parent_id in (head.id, head.parent_id) else line(view.parent_id or 0)

    return {agency_id: line(agency_id) for agency_id in views}


def _figures(row: Row, now: datetime) -> list[str]:
    """Which figures of the board a dossier is part of, by the pure rule and by the day."""
    from haidang.dossiers.api import OPEN as OPEN_STATES
    from haidang.dossiers.api import State, risk
    from haidang.platform import clock

    if row["finished_at"]:
        first = clock.local(now).date() - timedelta(days=29)
        is_recent = first <= clock.local(row["finished_at"]).date() and row["finished_at"] <= now
        is_late = row["due_at"] and row["finished_at"] > row["due_at"]
        return ["finished", *([] if is_late else ["finished_on_time"])] if is_recent else []
    if State(row["state"]) not in OPEN_STATES:
        return []
    names = ("receive_by", "due_at", "warn_at", "is_paused", "finished_at")
    standing = risk(state=State(row["state"]), now=now, **{name: row[name] for name in names}).value
    due = row["due_at"]
    is_today = due is not None and due >= now and clock.local(due).date() == clock.local(now).date()
    return ["open", standing, *(["due_today"] if is_today else []), *([] if row["received_at"] else ["waiting"])]
