"""What a directive is about: found and frozen when it is given, and compared with what happened afterwards."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import clock
from haidang.platform.text import is_storable
from haidang.steering import access, figures, ports
from haidang.steering.errors import Invalid
from haidang.steering.figures import FIGURE_LABELS
from haidang.steering.labels import STATUS_LABELS
from haidang.steering.lifecycle import Status
from haidang.steering.models import Directive


@dataclass(frozen=True, slots=True)
class Subject:
    """What a directive is about: kind and key as stored, its name, and the agency that has to do with it."""

    kind: str
    key: str
    title: str
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of what came of it: what is compared, how it stood when the directive was given, and stands now."""

    what: str
    before: str
    after: str


NOTHING = Subject("none", "", "", None)


def resolve(user: User, kind: str, key: str, *, now: datetime) -> Subject:
    """The subject if `user` may see it; raises Invalid otherwise, whether it exists or not."""
    finder = {"dossier": _dossier, "agency": _agency, "figure": _figure, "plan": _plan}.get(kind)
    if kind == "none" or not kind:
        return NOTHING
    found = finder(user, key, clock.local(now).date()) if finder and is_storable(key) else None
    if found is None:
        raise Invalid(
            gettext_lazy("Không tìm thấy nội dung cần chỉ đạo, hoặc bạn không có quyền xem."), field="subject"
        )
    return found


def _dossier(user: User, key: str, on: date) -> Subject | None:
    row = dossiers.visible_to(user, on=on).filter(code=key).first()
    return Subject("dossier", row.code, row.code, row.agency_id) if row else None


def _agency(user: User, key: str, on: date) -> Subject | None:
    try:
        view = identity.agency(key, on=on)
    except identity.AgencyNotFound:
        return None
    seen = access.reach(user, Permission.STEERING_VIEW, on=on)
    return Subject("agency", view.code, view.name, view.id) if view.id in seen else None


def _figure(user: User, key: str, on: date) -> Subject | None:
    wanted = figures.read_key(key)
    found = _agency(user, wanted.asked.agency, on)
    narrowed = _narrowed(wanted.asked, on) if found else None
    if found is None or narrowed is None:
        return None
    title = ", ".join([f"{FIGURE_LABELS[wanted.figure]}: {found.title}", *narrowed])
    asked = replace(wanted.asked, agency=found.key)
    return Subject("figure", str(replace(wanted, asked=asked)), title[:500], found.agency_id)


def _narrowed(asked: boards.Asked, on: date) -> list[str] | None:
    """What a figure is narrowed by, in words; None where it names a procedure or unit that is not there."""
    words = [_("phần tự giải quyết")] if asked.is_own else []
    if asked.procedure:
        try:
            words.append(catalogue.published(asked.procedure, on=on).name)
        except catalogue.ProcedureNotFound:
            return None
    if asked.unit:
        place = boards.unit_of(asked.unit)
        if place is None:
            return None
        words.append(boards.unit_names([place], on=on)[place])
    return words + [text for text in (asked.step, boards.reason_words(asked.ground)) if text]


def _plan(user: User, key: str, on: date) -> Subject | None:
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    row = access.visible_to(user, on=on).filter(kind="plan06", pk=int(key)).first()
    if row is None:
        return None
    lead = row.parties.filter(part="lead").first()
    return Subject("plan", str(row.pk), row.title, lead.agency_id if lead else None)


def is_visible(user: User, directive: Directive, *, now: datetime) -> bool:
    """Whether `user` himself may open what the directive is about."""
    try:
        return resolve(user, directive.subject_kind, directive.subject_key, now=now) is not NOTHING
    except Invalid:
        return False


def freeze(subject: Subject, *, now: datetime) -> dict[str, Any]:
    """How the subject stands now, as plain values with its name."""
    named = {"title": subject.title, "agency_id": subject.agency_id}
    if subject.kind == "dossier":
        row = dossiers.Dossier.objects.select_related("process").get(code=subject.key)
        return named | figures.dossier_facts(row) | {"forecast": ports.forecast(subject.key)}
    if subject.kind == "agency":
        found = figures.everything(subject.key, now=now)
        return named | {"figures": {figure.value: item.plain for figure, item in found.items()}}
    if subject.kind == "figure":
        return named | figures.measured(figures.read_key(subject.key), now=now).plain
    if subject.kind == "plan":
        return named | {"status": Directive.objects.get(pk=int(subject.key)).status}
    return {}


def effect(directive: Directive, *, now: datetime) -> list[Effect]:
    """What happened to the subject since the directive was given; empty where there is none to compare."""
    measure = {"dossier": _dossier_effect, "agency": _agency_effect, "figure": _figure_effect, "plan": _plan_effect}
    found = measure.get(directive.subject_kind)
    return found(directive, now) if found else []


def _dossier_effect(directive: Directive, _now: datetime) -> list[Effect]:
    row = dossiers.Dossier.objects.select_related("process").filter(code=directive.subject_key).first()
    if row is None:
        return []
    before, after = directive.before, figures.dossier_facts(row)
    lines = [
        Effect(_("Trạng thái"), _state(before["state"]), _state(after["state"])),
        Effect(_("Bước đang chờ"), before["step"] or "–", after["step"] or "–"),
        Effect(_("Hạn trả kết quả"), _moment(before["due_at"]), _moment(after["due_at"])),
        Effect(_("Kết thúc"), _moment(before["finished_at"]), _finished(row, directive)),
    ]
    if before.get("forecast") is not None:
        lines.insert(2, Effect(_("Khả năng trễ hạn"), f"{before['forecast']:.0%}", _finished_how(row)))
    return lines


def _state(number: int) -> str:
    return str(dossiers.STATE_LABELS[dossiers.State(number)])


def _finished(row: dossiers.Dossier, directive: Directive) -> str:
    if row.finished_at is None:
        return _("chưa có kết quả")
    days = (clock.local(row.finished_at).date() - clock.local(directive.given_at).date()).days
    words = _("%(when)s (%(days)s ngày sau khi giao), %(how)s")
    return words % {"when": _moment(row.finished_at.isoformat()), "days": days, "how": _finished_how(row)}


def _finished_how(row: dossiers.Dossier) -> str:
    if row.finished_at is None:
        return "–"
    is_late = row.due_at is not None and row.finished_at > row.due_at
    return _("quá hạn") if is_late else _("đúng hạn")


def _moment(text: str | None) -> str:
    return f"{clock.local(datetime.fromisoformat(text)):%H:%M %d/%m/%Y}" if text else "–"


def _agency_effect(directive: Directive, now: datetime) -> list[Effect]:
    try:
        after = figures.everything(directive.subject_key, now=now)
    except dossiers.Invalid:
        return []  # the agency has gone since
    before = directive.before["figures"]
    return [
        Effect(str(FIGURE_LABELS[figure]), _share(before[figure.value]), _share(item.plain))
        for figure, item in after.items()
    ]


def _figure_effect(directive: Directive, now: datetime) -> list[Effect]:
    key = figures.read_key(directive.subject_key)
    try:
        after = figures.measured(key, now=now)
    except dossiers.Invalid:
        return []  # the agency has gone since
    return [Effect(str(FIGURE_LABELS[key.figure]), _share(directive.before), _share(after.plain))]


def _share(plain: dict[str, Any]) -> str:
    """A count, or numerator over denominator with its per cent; nothing of nothing is a dash."""
    numerator, denominator = plain["numerator"], plain["denominator"]
    if denominator is None:
        return str(numerator)
    if not denominator:
        return "0/0 (–)"
    # Rounded down, so that it never looks better than it is.
    tenths = numerator * 1000 // denominator
    return f"{numerator}/{denominator} ({tenths // 10},{tenths % 10} %)"


def _plan_effect(directive: Directive, _now: datetime) -> list[Effect]:
    row = Directive.objects.filter(pk=int(directive.subject_key)).first()
    if row is None:
        return []
    before = Status(directive.before["status"])
    return [Effect(_("Tình trạng"), str(STATUS_LABELS[before]), str(STATUS_LABELS[Status(row.status)]))]
