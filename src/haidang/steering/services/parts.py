"""Who takes part in a directive, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.files import StoredFile
from haidang.steering import access
from haidang.steering.errors import Invalid, NotAllowed
from haidang.steering.models import Answer, Attachment, Directive, Party

TITLE_LIMIT = 300
MOST_PARTIES = 200
LEAD, COOPERATING, WATCHING = "lead", "cooperating", "watching"


@dataclass(frozen=True, slots=True)
class Assigned:
    """One who takes part: an agency by id, or a person of it; `part` as in `labels.PART_LABELS`."""

    agency_id: int
    part: str = LEAD
    person_id: int | None = None

    @property
    def plain(self) -> list[Any]:
        """As plain values."""
        return [self.part, self.agency_id, self.person_id]


def lead_of(assigned: Sequence[Assigned], *, now: datetime) -> int:
    """The agency that leads, after a check that they make sense together; raises Invalid that names the field."""
    leads = [item for item in assigned if item.part == LEAD]
    if len(leads) != 1:
        raise Invalid(_("Hãy chọn một cơ quan hoặc một người chủ trì."), field="lead")
    if len(assigned) > MOST_PARTIES or {item.part for item in assigned} - {LEAD, COOPERATING, WATCHING}:
        raise Invalid(_("Danh sách tham gia không hợp lệ."), field="cooperating")
    if len({(item.agency_id, item.person_id) for item in assigned}) != len(assigned):
        raise Invalid(_("Mỗi cơ quan chỉ tham gia một vai trò."), field="cooperating")
    on = clock.local(now).date()
    known = {view.id for view in identity.agencies(on)}
    if any(item.agency_id not in known for item in assigned):
        raise Invalid(_("Có cơ quan không còn hoạt động. Hãy chọn lại."), field="lead")
    for item in assigned:
        if item.person_id is not None and item.person_id not in {u.pk for u in identity.staff([item.agency_id], on=on)}:
            raise Invalid(_("Người được giao không làm việc tại cơ quan này."), field="person")
    return leads[0].agency_id


def assign(row: Directive, assigned: Sequence[Assigned], *, actor: User, now: datetime) -> None:
    """Makes these the parties of the saved row. Raises NotAllowed where one is out of the actor's reach."""
    on = clock.local(now).date()
    if not identity.is_system(actor):
        reached = [access.may_direct(actor, item.agency_id, on=on) for item in assigned]
        if not all(reached):
            raise NotAllowed(_("Bạn chỉ giao việc cho cơ quan của mình và các cơ quan trực thuộc."))
    row.parties.all().delete()
    Party.objects.bulk_create(
        Party(directive=row, part=item.part, agency_id=item.agency_id, person_id=item.person_id) for item in assigned
    )


def assigned_of(row: Directive) -> list[Assigned]:
    """The parties of a row as they were assigned."""
    return [Assigned(item.agency_id, item.part, item.person_id) for item in row.parties.all()]


def take_files(
    row: Directive, files: Sequence[StoredFile], *, actor: User, now: datetime, answer: Answer | None = None
) -> None:
    """Hangs stored files on the saved row, or on an answer of it."""
    Attachment.objects.bulk_create(
        Attachment(
            directive=row, answer=answer, sha256=item.sha256, name=item.name, media_type=item.media_type,
            size=item.size, added_by=actor, added_at=now,
        )
        for item in files
    )  # fmt: skip


def next_round(row: Directive) -> int:
    """The number of the next answer."""
    return row.answers.exclude(verdict=Answer.Verdict.PROGRESS).count() + 1
