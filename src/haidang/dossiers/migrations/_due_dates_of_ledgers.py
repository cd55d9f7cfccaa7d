"""Fills the history of due dates and the hand-overs of dossiers that were there before the tables had them."""

import json
from zoneinfo import ZoneInfo

from haidang.worktime import api as worktime

_TURNS = {"accept", "request_supplement", "supplement", "pause", "request_payment", "resume"}
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def fill(apps, _schema_editor):
    """One pass over the received dossiers, oldest first."""
    dossiers = apps.get_model("dossiers", "Dossier")
    for dossier in dossiers.objects.filter(received_at__isnull=False).select_related("calendar_version").iterator():
        lines = list(
            apps.get_model("ground", "JournalEntry").objects.filter(stream=f"dossier:{dossier.code}").order_by("seq")
        )
        _due_dates(apps, dossier, lines)
        for line in lines:
            if line.kind.endswith(".return_result"):
                how = json.loads(line.payload)["how"]
                dossiers.objects.filter(pk=dossier.pk).update(returned_at=line.at, handover=how)


def _due_dates(apps, dossier, lines):
    turns = [line for line in lines if line.kind.rsplit(".", 1)[1] in _TURNS]
    accepted = next(at for at, line in enumerate(turns) if line.kind.endswith(".accept"))
    intervals = list(dossier.clock.order_by("seq"))
    spans = []
    for count, line in enumerate(turns[accepted:], start=1):
        due_at = _due(dossier, intervals[:count])
        if spans and spans[-1]["due_at"] == due_at:
            continue
        if spans:
            spans[-1]["until"] = line.at
        spans.append({"seq": line.seq, "since": line.at, "until": None, "due_at": due_at})
    table = apps.get_model("dossiers", "DueDate")
    table.objects.bulk_create(
        table(dossier=dossier, early_before=_day(span["due_at"]), **span) for span in spans
    )


def _due(dossier, intervals):
    """The due date as it stood when the last of `intervals` had just begun."""
    last = intervals[-1]
    pauses = [worktime.Pause(each.since, None if each is last else each.until) for each in intervals if each.ground]
    return worktime.due(
        worktime.Calendar.from_json(dossier.calendar_version.definition),
        intervals[0].since,
        term=worktime.Term.parse(dossier.term),
        convention=worktime.Convention(dossier.convention),
        policy=worktime.PausePolicy(dossier.pause_policy),
        pauses=pauses,
    )


def _day(due_at):
    """When the local day of `due_at` begins."""
    return due_at.astimezone(_LOCAL).replace(hour=0, minute=0, second=0, microsecond=0) if due_at else None
