"""The control slip: one row for each hand-over of a dossier, made from its events whenever somebody asks for it.

Not issued and not frozen: it says as of when it was made. For officers only, because it names who held what how long.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from haidang.dossiers import access
from haidang.dossiers.errors import WrongState
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers import qr, words
from haidang.dossiers.papers.issuing import foot_of
from haidang.dossiers.papers.kinds import Kind, form_set
from haidang.dossiers.papers.matter import Matter, matter_of, office
from haidang.dossiers.papers.sheet import Column, Facts, Sheet, Table, facts
from haidang.identity import api as identity
from haidang.platform import clock, journal
from haidang.platform.models import JournalEntry
from haidang.workflow import api as workflow

_COLUMNS = (
    Column("TT", 0, "center"),
    Column("Giao – Nhận (cơ quan, người)", 1.5),
    Column("Thời điểm giao, nhận", 0.9, "center"),
    Column("Hạn của bước", 0.8, "center"),
    Column("Kết quả", 0.7, "center"),
    Column("Ghi chú", 1.2),
)
_LONGEST_NOTE = 300
Event = tuple[Command, JournalEntry]


@dataclass(frozen=True, slots=True)
class Handover:
    """A dossier passing from one to the next, the task it was handed over for, and how that went."""

    giver: str
    receiver: str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    note: str


def control_slip(user: identity.User, code: str, *, now: datetime) -> Sheet:
    """The control slip of a received dossier as of `now`, for officers who may see it."""
    if not user.is_officer:
        raise access.not_found()
    on = clock.local(now).date()
    dossier = access.get(user, code, on=on)
    if dossier.received_at is None:
        raise WrongState(_("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát."))
    with override("vi"):
        return _sheet(dossier, matter_of(dossier, on=on), now=now)


def handovers(dossier: Dossier) -> list[Handover]:
    """Every hand-over so far, oldest first: from the desk to the first step, on from step to step, back to the desk."""
    lines = [(Command(line.kind.rsplit(".", 1)[1]), line) for line in journal.lines(dossier.stream)]
    notes = _notes(lines)
    steps = workflow.all_steps(dossier.stream)
    found = []
    for step in steps:
        before = [each for each in steps if each.pk < step.pk and each.closed_at and each.closed_at <= step.opened_at]
        giver = _holder(before[-1]) if before else _desk(dossier, lines)
        note = notes.get((step.closed_at, step.closed_by.reference if step.closed_by else ""), [])
        said = [step.name, *([note.pop(0)] if note else [])]
        is_cancelled = step.status == workflow.StepInstance.Status.CANCELLED
        if step.status not in {workflow.StepInstance.Status.OPEN, workflow.StepInstance.Status.DONE}:
            said.append(str(workflow.StepInstance.Status(step.status).label))
        due_at = None if is_cancelled else step.due_at
        found.append(Handover(giver, _holder(step), step.opened_at, due_at, step.closed_at, ". ".join(said)))
    if dossier.finished_at and steps:
        back, at = _place("", dossier.intake_agency_id, dossier.finished_at), dossier.finished_at
        found.append(Handover(_holder(steps[-1]), back, at, dossier.due_at, at, "Chuyển kết quả"))
    return found


def _notes(lines: list[Event]) -> dict[tuple[datetime | None, str], list[str]]:
    """What was noted on completing a step, by when and by whom."""
    found: dict[tuple[datetime | None, str], list[str]] = {}
    for command, line in lines:
        if command is Command.COMPLETE_STEP and (note := journal.data(line)["note"]):
            found.setdefault((line.at, line.actor), []).append(note)
    return found


def _desk(dossier: Dossier, lines: list[Event]) -> str:
    """The desk that received the dossier, with who did."""
    accepted = next(line for command, line in lines if command is Command.ACCEPT)
    person = identity.User.objects.filter(pk=accepted.actor.removeprefix("user:")).first()
    return _place(person.full_name if person else "", dossier.intake_agency_id, accepted.at)


def _holder(step: workflow.StepInstance) -> str:
    """Who had a step: the person who closed it, or its role while nobody has."""
    person = step.closed_by.full_name if step.closed_by else str(identity.Role(step.role).label)
    return _place(person, step.agency_id, step.opened_at)


def _place(person: str, agency_id: int, at: datetime) -> str:
    agency = identity.agency_name(agency_id, on=clock.local(at).date())
    return f"{agency} ({person})" if person else f"{agency} ({form_set(clock.local(at).date()).desk})"


def standing(handover: Handover, *, now: datetime) -> str:
    """How a hand-over stands: done before the day it was due, on it, after it; or still open."""
    if handover.due_at is None:
        return ""
    if handover.done_at is None:
        return "Đang giải quyết, quá hạn" if now > handover.due_at else "Đang giải quyết"
    if handover.done_at > handover.due_at:
        return "Quá hạn"
    is_same_day = clock.local(handover.done_at).date() == clock.local(handover.due_at).date()
    return "Đúng hạn" if is_same_day else "Trước hạn"


def _row(number: int, handover: Handover, *, now: datetime) -> tuple[str, ...]:
    due = words.moment(clock.local(handover.due_at)) if handover.due_at else ""
    return (
        str(number),
        f"Giao: {handover.giver}\nNhận: {handover.receiver}",
        words.moment(clock.local(handover.at)),
        due,
        standing(handover, now=now),
        handover.note[:_LONGEST_NOTE],
    )


def _sheet(dossier: Dossier, matter: Matter, *, now: datetime) -> Sheet:
    at = clock.local(now)
    forms, house = form_set(at.date()), office(_keeper(dossier, on=at.date()), on=at.date())
    form = forms.forms[Kind.CONTROL]
    named = qr.Named(matter.code, matter.procedure_code, matter.owner_id, form.name)
    as_of = f"Lập lúc {words.moment(at)}, theo diễn biến đã ghi đến lúc đó; dùng trong nội bộ cơ quan."
    form_words, foot = foot_of(forms, form, how_to_check=as_of)
    rows = tuple(_row(number, each, now=now) for number, each in enumerate(handovers(dossier), 1))
    return Sheet(
        name=form.name,
        form=form_words,
        title=form.title,
        subtitle=form.subtitle,
        about=f"Kèm theo hồ sơ mã số: {matter.code}",
        superior=house.superior,
        agency=house.name,
        number="",
        place=house.place,
        day=f"{at:%Y-%m-%d}",
        dossier_code=matter.code,
        blocks=(_about(matter, house.name), Table(_COLUMNS, rows)),
        signatures=(),
        qr=qr.public_url(f"tra-cuu/?ma={matter.code}&{named.query}"),
        foot=foot,
        landscape=True,
    )


def _keeper(dossier: Dossier, *, on: date) -> int:
    """The agency that has the dossier at `on`."""
    return identity.heir_of([dossier.agency_id], procedure_code=dossier.procedure_code, on=on)[dossier.agency_id]


def _about(matter: Matter, agency: str) -> Facts:
    return facts(
        ("Hồ sơ của", matter.owner_name),
        ("Nội dung yêu cầu giải quyết", matter.procedure_name),
        ("Cơ quan giải quyết", agency),
        ("Thời gian nhận hồ sơ", words.moment(matter.received_at) if matter.received_at else ""),
        ("Thời gian hẹn trả kết quả", words.moment(matter.due_at) if matter.due_at else "đang tạm dừng tính thời hạn"),
    )
