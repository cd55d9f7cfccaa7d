"""Giving a directive: issue, amend, extend, withdraw, record as done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import clock, journal
from haidang.platform.acts import Payload, once, write
from haidang.platform.files import StoredFile
from haidang.platform.written import optional, required
from haidang.steering import access, due, notices, people, subjects
from haidang.steering.acts import Done, Order, answer_of, done, perform
from haidang.steering.errors import Invalid, NotAllowed
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Answer, Directive
from haidang.steering.services import parts
from haidang.steering.services.parts import TITLE_LIMIT, Assigned, take_files


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done, by whom, until when, about what; exactly one of `assigned` leads."""

    title: str
    due_on: date
    assigned: Sequence[Assigned]
    text: str = ""
    subject_kind: str = "none"
    subject_key: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "title": self.title,
            "text": self.text,
            "due_on": self.due_on.isoformat(),
            "subject": [self.subject_kind, self.subject_key],
            "assigned": [item.plain for item in self.assigned],
        }


def issue(*, wish: Wish, actor: User, now: datetime, key: str, files: Sequence[StoredFile] = ()) -> Done:
    """Gives a directive; how its subject stands is frozen with it. Raises Invalid, NotAllowed, KeyReused."""
    order = Order("steering.directive.issue", actor, now, key, {**wish.plain, "files": [item.sha256 for item in files]})

    def act() -> Payload:
        row, payload = _draft(wish, actor=actor, now=now)
        row.save()
        parts.assign(row, wish.assigned, actor=actor, now=now)
        take_files(row, files, actor=actor, now=now)
        write(row, order, payload)
        tell_assigned(row, now=now)
        return answer_of(row)

    return done(once(order, act))


def _draft(wish: Wish, *, actor: User, now: datetime) -> tuple[Directive, Payload]:
    subject = subjects.resolve(actor, wish.subject_kind, wish.subject_key, now=now)
    lead = parts.lead_of(wish.assigned, now=now)
    before = subjects.freeze(subject, now=now)
    row = Directive(
        kind="directive",
        status=Status.ISSUED.value,
        title=_title(wish.title),
        text=optional(wish.text, field="text"),
        given_by=actor,
        given_agency_id=giving_agency(actor, lead, now=now),
        given_at=now,
        due_on=wish.due_on,
        due_at=due.directive_due(wish.due_on, agency_id=lead, now=now),
        due_since=now,
        subject_kind=subject.kind,
        subject_key=subject.key,
        before=before,
        head_hash=journal.GENESIS,
    )
    return row, {"to": row.status, **wish.plain, "due_at": row.due_at.isoformat(), "before": before}  # type: ignore[union-attr]


def _title(text: str) -> str:
    return required(text, field="title", message=_("Hãy ghi việc cần làm."), limit=TITLE_LIMIT)


def giving_agency(actor: User, agency_id: int, *, now: datetime) -> int:
    """The agency in whose name `actor` directs that one: the lowest at which he leads that reaches it."""
    on = clock.local(now).date()
    place = identity.lineage(on).heir(agency_id)
    held = [
        scope
        for scope in identity.scopes(actor, Permission.STEERING_DIRECT, on=on)
        if scope.procedure_code is None and scope.only is None and place in scope.agency_ids and scope.held_at
    ]
    if not held:
        raise NotAllowed(_("Bạn chỉ giao việc cho cơ quan của mình và các cơ quan trực thuộc."))
    return min((scope for scope in held if scope.held_at), key=lambda scope: len(scope.agency_ids)).held_at  # type: ignore[return-value]


def tell_assigned(row: Directive, *, now: datetime) -> None:
    """Tells everybody who takes part that work has come."""
    tell_parties(row, notices.about(row, "issued", "issued", row.title, row.text), now=now)


def amend(
    *,
    directive_id: int,
    title: str,
    text: str,
    assigned: Sequence[Assigned],
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Changes what is to be done and by whom; who was added is told. Its due date changes by `extend` only."""
    plain = {"title": title, "text": text, "assigned": [item.plain for item in assigned]}
    order = Order("steering.directive.amend", actor, now, key, {"directive": directive_id, **plain})

    def change(row: Directive) -> Payload:
        parts.lead_of(assigned, now=now)
        for item in assigned:
            if not access.may_direct(actor, item.agency_id, on=clock.local(now).date()):
                raise NotAllowed(_("Bạn chỉ giao việc cho cơ quan của mình và các cơ quan trực thuộc."))
        row.title, row.text = _title(title), optional(text, field="text")
        parts.assign(row, assigned, actor=actor, now=now)
        tell_assigned(row, now=now)
        return plain

    return perform(order, Command.AMEND, id_=directive_id, expected_version=expected_version, change=change)


def extend(
    *,
    directive_id: int,
    due_on: date,
    reason: str,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Sets another due date, with a reason; urging counts anew. It moves no dossier's legal deadline."""
    content = {"directive": directive_id, "due_on": due_on.isoformat(), "reason": reason}
    order = Order("steering.directive.extend", actor, now, key, content)

    def change(row: Directive) -> Payload:
        why = required(reason, field="reason", message=_("Hãy ghi lý do gia hạn."))
        if due_on == row.due_on:
            raise Invalid(_("Hạn mới phải khác hạn cũ."), field="due_on")
        lead = row.parties.get(part="lead")
        before = row.due_at
        row.due_on, row.due_at = due_on, due.directive_due(due_on, agency_id=lead.agency_id, now=now)
        row.due_since = now
        words = f"{clock.local(row.due_at):%H:%M %d/%m/%Y}. {why}"
        title = _("Hạn mới: %(title)s") % {"title": row.title}
        tell_parties(row, notices.about(row, "changed", f"extended:{due_on}", title, words), now=now)
        return {"due_before": before and before.isoformat(), "due_at": row.due_at.isoformat(), "reason": why}

    return perform(order, Command.EXTEND, id_=directive_id, expected_version=expected_version, change=change)


def withdraw(
    *, directive_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Takes a directive back, with a reason."""
    order = Order("steering.directive.withdraw", actor, now, key, {"directive": directive_id, "reason": reason})

    def change(row: Directive) -> Payload:
        why = required(reason, field="reason", message=_("Hãy ghi lý do thu hồi."))
        row.ended_at = now
        title = _("Đã thu hồi: %(title)s") % {"title": row.title}
        tell_parties(row, notices.about(row, "changed", "withdrawn", title, why), now=now)
        return {"reason": why}

    return perform(order, Command.WITHDRAW, id_=directive_id, expected_version=expected_version, change=change)


def record_done(
    *,
    directive_id: int,
    done_on: date,
    evidence: str,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
    files: Sequence[StoredFile] = (),
) -> Done:
    """Records that it was done on a day, as reported outside the house, with what shows it."""
    content = {"directive": directive_id, "done_on": done_on.isoformat(), "evidence": evidence}
    content["files"] = ",".join(item.sha256 for item in files)
    order = Order("steering.directive.record_done", actor, now, key, content)

    def change(row: Directive) -> Payload:
        fill_done(row, done_on, evidence, actor=actor, now=now, files=files)
        return {"done_on": done_on.isoformat(), "evidence": evidence}

    return perform(order, Command.RECORD_DONE, id_=directive_id, expected_version=expected_version, change=change)


def fill_done(
    row: Directive, done_on: date, evidence: str, *, actor: User, now: datetime, files: Sequence[StoredFile] = ()
) -> None:
    """Writes into the row that it was done on that day; raises Invalid for a day to come or without evidence."""
    why = required(evidence, field="evidence", message=_("Hãy ghi minh chứng hoàn thành."))
    if done_on > clock.local(now).date():
        raise Invalid(_("Ngày hoàn thành không được ở tương lai."), field="done_on")
    lead = row.parties.get(part="lead")
    at = min(due.plan_due(done_on, agency_id=lead.agency_id, today=clock.local(now).date()), now)
    answer = Answer.objects.create(
        directive=row, round=parts.next_round(row), text=why, by=actor, at=at, verdict=Answer.Verdict.VERIFIED,
        judged_by=actor, judged_at=now,
    )  # fmt: skip
    take_files(row, files, actor=actor, now=now, answer=answer)
    row.answered_at, row.verified_at = at, now


def tell_parties(row: Directive, message: notices.Message, *, now: datetime) -> None:
    """Tells everybody who takes part."""
    notices.tell(people.told(row.parties.select_related("person"), on=clock.local(now).date()), message, now=now)
