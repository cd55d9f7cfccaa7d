"""The one write path of entered counts: right, what can be, key, value and journal line in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import required
from haidang.reform.errors import Conflict, Invalid, NotAllowed
from haidang.reform.qd766 import cards
from haidang.reform.qd766.definition import Component, index
from haidang.reform.qd766.scoring import MOST, Standing, score
from haidang.reform.qd766.spans import Span
from haidang.reform.qd766.tables import EnteredCount

SOURCE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Entered:
    """What an entry answers: which row, its version, and whether the key has answered before."""

    id: int
    version: int
    replayed: bool = False


def may_enter(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` may enter counts of that agency."""
    held = identity.scopes(user, Permission.SCORES_ENTER, on=on)
    return identity.covers(held, agency_id=agency_id, procedure_code="")


def enter_count(
    *,
    agency_code: str,
    span: Span,
    input_key: str,
    value: int | None,
    source: str,
    actor: User,
    now: datetime,
    key: str,
    evidence: StoredFile | None = None,
    expected_version: int | None = None,
) -> Entered:
    """Enters a count, alters it, or takes it back (`value` None), with its source and, if given, a file.

    `expected_version`: 0 for one that nobody has entered yet. Raises AgencyNotFound, NotAllowed, Invalid for an input
    that the house counts itself or for a count that cannot be beside the others, Conflict, KeyReused.
    """
    content = {
        "agency": agency_code,
        "span": span.key,
        "input": input_key,
        "value": value,
        "source": source,
        "evidence": evidence.sha256 if evidence else "",
    }
    order = acts.Order(name="reform.qd766.enter", actor=actor, now=now, key=key, content=content)

    def act() -> Payload:
        agency = identity.agency(agency_code, on=clock.local(now).date())
        _check(order, agency, span, input_key, value)
        row = EnteredCount.objects.select_for_update().filter(agency=agency.id, span=span.key, input=input_key).first()
        if expected_version is not None and expected_version != (row.version if row else 0):
            raise Conflict(_("Số này vừa được người khác nhập. Hãy xem lại rồi nhập lại."))
        row = row or EnteredCount(agency_id=agency.id, span=span.key, input=input_key, head_hash=journal.GENESIS)
        row.source = required(source, field="source", message=_("Hãy ghi nguồn của số này."), limit=SOURCE_LENGTH)
        row.value, row.entered_by, row.entered_at = value, actor, now
        if evidence:
            row.evidence_sha256, row.evidence_name = evidence.sha256, evidence.name
            row.evidence_type = evidence.media_type
        if row.pk is None:
            row.save()
        acts.write(row, order, {**content, "source": row.source})
        return {"id": row.pk, "version": row.version}

    answer, replayed = acts.once(order, act)
    return Entered(answer["id"], answer["version"], replayed)


def _check(order: acts.Order[User], agency: identity.AgencyView, span: Span, input_key: str, value: int | None) -> None:
    on = clock.local(order.now).date()
    if not may_enter(order.actor, agency.id, on=on):
        raise NotAllowed(_("Bạn không có quyền nhập số liệu chấm điểm của cơ quan này."))
    known = index().input(input_key)
    if known is None or known.origin != "entered":
        raise Invalid(_("Số này do hệ thống tự đếm từ hồ sơ, không nhập tay."), field="input")
    if span.first > on:
        raise Invalid(_("Kỳ này chưa bắt đầu."), field="span")
    if value is not None:
        if not 0 <= value <= MOST:
            raise Invalid(_("Hãy nhập số nguyên từ 0 trở lên."), field="value")
        _check_beside(agency, span, input_key, value)


def _check_beside(agency: identity.AgencyView, span: Span, input_key: str, value: int) -> None:
    """A numerator may not exceed its denominator, whichever of the two was entered first."""
    rows = EnteredCount.objects.filter(agency=agency.id, span=span.key, value__isnull=False)
    counts: dict[str, int | None] = {**dict(rows.values_list("input", "value")), input_key: value}
    for component in index().components:
        if input_key in component.inputs and _is_above(component, counts):
            raise Invalid(cards.above_words(component), field="value")


def _is_above(component: Component, counts: dict[str, int | None]) -> bool:
    return score(component, counts).standing is Standing.IMPOSSIBLE
