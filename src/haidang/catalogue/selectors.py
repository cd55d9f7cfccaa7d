"""Questions about published procedures: what one says at a date, how long it may take, who is competent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.content import ChannelOffer, ProcedureContent, TimeLimit, from_plain
from haidang.catalogue.models import Procedure, ProcedureVersion, SourceRecord
from haidang.identity import api as identity
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable
from haidang.worktime import api as worktime

# Only for comparing terms of different units with one another, never for counting a deadline.
_ROUGH_DAYS = {"working_hour": 1.4 / 8, "working_day": 1.4, "calendar_day": 1.0, "month": 30.0, "year": 365.0}


class ProcedureNotFound(Refused):
    """No procedure with that code is published at that date."""

    code = "procedure-not-found"


@dataclass(frozen=True, slots=True)
class PublishedProcedure:
    """A published version of a procedure."""

    version_id: int
    code: str
    number: int
    name: str
    valid_from: date
    content: ProcedureContent


@dataclass(frozen=True, slots=True)
class OfferedProcedure:
    """An offered procedure in a long list: its name, and its ways to file with their times."""

    version_id: int
    code: str
    number: int
    name: str
    channels: tuple[ChannelOffer, ...]


def published(code: str, *, on: date) -> PublishedProcedure:
    """The version of the procedure in force at `on`; raises ProcedureNotFound."""
    if not is_storable(code):
        raise _not_found(code)
    rows = ProcedureVersion.objects.filter(procedure__code=code, valid_from__lte=on).order_by("-number")
    return _one(rows.values_list("id", flat=True)[:1], code=code)


def current_content(code: str) -> ProcedureContent | None:
    """What the newest version of a procedure says, whenever it comes into force; None if there is no such procedure."""
    found = Procedure.objects.filter(code=code).select_related("current").first() if is_storable(code) else None
    return from_plain(found.current.content) if found and found.current else None


def version(version_id: int) -> PublishedProcedure:
    """The version with that id, whatever its date: what a dossier was accepted under. Raises ProcedureNotFound."""
    return _one([version_id], code=str(version_id))


def offered(*, on: date) -> list[OfferedProcedure]:
    """Every procedure that is offered at `on`, by code, as it then stood; two queries however many there are."""
    rows = ProcedureVersion.objects.filter(valid_from__lte=on).order_by("procedure__code", "number")
    newest = set(dict(rows.values_list("procedure__code", "id")).values())
    # Only what is asked for is taken out of the contents: decoding fifteen hundred of them whole takes a second.
    parts = ("id", "procedure__code", "number", "content__name", "content__channels")
    found = rows.filter(content__offered=True).values_list(*parts)
    return [
        OfferedProcedure(version_id, code, number, name, msgspec.convert(channels or [], tuple[ChannelOffer, ...]))
        for version_id, code, number, name, channels in found.iterator()
        if version_id in newest
    ]


def names(version_ids: Iterable[int]) -> dict[int, str]:
    """What each of those versions calls its procedure, by id, in one query: for lists."""
    rows = ProcedureVersion.objects.filter(pk__in=set(version_ids))
    return dict(rows.values_list("id", "content__name"))


def names_of(codes: Collection[str], *, on: date) -> dict[str, str]:
    """What those procedures are called at `on`, by code, offered or not any more; in one query."""
    rows = ProcedureVersion.objects.filter(procedure__code__in=codes, valid_from__lte=on).order_by("number")
    return dict(rows.values_list("procedure__code", "content__name"))


def fields_of(version_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The first field of law of each of those versions, as key (code, else name) and name; without those of no field.

    Where a procedure is filed under several fields its figures count in the first, so that sums come out right.
    """
    rows = ProcedureVersion.objects.filter(pk__in=set(version_ids)).order_by("pk")
    named = [(pk, fields[0]) for pk, fields in rows.values_list("pk", "content__fields") if fields]
    return {pk: (field.get("code") or field["name"], field["name"]) for pk, field in named}


def versions(code: str) -> list[tuple[int, int, date]]:
    """All versions of a procedure, oldest first, as (version id, number, valid from)."""
    rows = ProcedureVersion.objects.filter(procedure__code=code).order_by("number")
    return list(rows.values_list("id", "number", "valid_from"))


def _one(ids: Iterable[int], *, code: str) -> PublishedProcedure:
    row = (
        ProcedureVersion.objects.filter(pk__in=list(ids))
        .values_list("id", "number", "valid_from", "content_hash", "procedure__code")
        .first()
    )
    if row is None:
        raise _not_found(code)
    content = _content(row[0], row[3])
    return PublishedProcedure(row[0], row[4], row[1], content.name, row[2], content)


def _not_found(code: str) -> ProcedureNotFound:
    return ProcedureNotFound(
        _("Không tìm thấy thủ tục %(code)s. Hãy kiểm tra mã hoặc tìm theo tên.") % {"code": code},
        field="procedure_code",
    )


@lru_cache(maxsize=512)
def _content(version_id: int, content_hash: str) -> ProcedureContent:
    # The hash is part of the key because ids come back after a rollback, contents do not.
    plain = ProcedureVersion.objects.values_list("content", flat=True).get(pk=version_id, content_hash=content_hash)
    return from_plain(plain)


def term_for(procedure: PublishedProcedure, channel: str) -> worktime.Term | None:
    """The term of a dossier that comes by `channel`: the committed one before the statutory one.

    Where a channel carries several times the longest holds, because only that one is promised in every case; a
    channel without a time takes the longest of the others. None where the law gives no number.
    """
    offers = procedure.content.offers(channel)
    limits = [offer.committed or offer.time for offer in offers]
    if not any(limits):
        limits = [offer.committed or offer.time for offer in procedure.content.channels]
    return _longest([limit for limit in limits if limit])


def statutory_term_for(procedure: PublishedProcedure, channel: str) -> worktime.Term | None:
    """As `term_for`, without the province's commitments."""
    offers = procedure.content.offers(channel) or procedure.content.channels
    return _longest([offer.time for offer in offers if offer.time])


def _longest(limits: list[TimeLimit]) -> worktime.Term | None:
    if not limits:
        return None
    limit = max(limits, key=lambda one: one.value * _ROUGH_DAYS[one.unit])
    return worktime.Term.of(str(limit.value), limit.unit)


def competent_agencies(procedure: PublishedProcedure, *, on: date) -> list[identity.AgencyView]:
    """The agencies that may execute the procedure at `on`, by code; empty for one that is not offered."""
    executors = identity.executors(on)
    rules = [rule.agency or rule.level for rule in procedure.content.executing]
    found = frozenset[int]().union(*(executors.of(rule, procedure.code) for rule in rules))
    return sorted((executors.views[each] for each in found), key=lambda view: view.code)


def procedures_of(agency_id: int, *, on: date) -> list[str]:
    """Codes of the offered procedures that the agency executes at `on`, in order."""
    executors = identity.executors(on)
    rules = executing_rules()
    return [code for code, named in rules.items() if any(agency_id in executors.of(rule, code) for rule in named)]


def executing_rules() -> dict[str, tuple[str, ...]]:
    """The rules by which each offered procedure names its executors (`identity.Executors`), by code."""
    rows = Procedure.objects.filter(is_offered=True).order_by("code").values_list("code", "summary")
    return {code: tuple(summary.get("executing", ())) for code, summary in rows}


def procedures_by_field() -> dict[str, frozenset[str]]:
    """Codes of all procedures by the code of their field of law."""
    found: dict[str, set[str]] = {}
    for code, summary in Procedure.objects.values_list("code", "summary"):
        for field, name in summary.get("fields", ()):
            found.setdefault(field or name, set()).add(code)
    return {field: frozenset(codes) for field, codes in found.items()}


def source_records(code: str) -> list[SourceRecord]:
    """The records from which a procedure's content was folded, as received."""
    return list(SourceRecord.objects.filter(procedure__code=code).order_by("kind"))
