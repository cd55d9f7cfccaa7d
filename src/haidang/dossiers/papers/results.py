"""The list with which an agency hands a day's results over to its one-stop desk ("phiếu bàn giao kết quả").

Not one of the circulars' forms, but in use everywhere (DOMAIN §3.3): made on demand, signed by hand, for officers only.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from haidang.catalogue import api as catalogue
from haidang.dossiers import access
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Document, Dossier
from haidang.dossiers.papers import qr, words
from haidang.dossiers.papers.compose import BY_HAND
from haidang.dossiers.papers.issuing import made_from_data
from haidang.dossiers.papers.kinds import form_set
from haidang.dossiers.papers.matter import office
from haidang.dossiers.papers.sheet import Column, Sheet, Signature, Table, facts
from haidang.identity import api as identity
from haidang.platform import clock

MOST_ROWS = 1_000
_TITLE = ("PHIẾU BÀN GIAO KẾT QUẢ", "GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
_COLUMNS = (
    Column("TT", 0, "center"),
    Column("Mã hồ sơ", 1.1),
    Column("Nội dung giải quyết", 1.8),
    Column("Kết quả", 1.1),
    Column("Chủ hồ sơ, địa chỉ", 1.5),
    Column("Thu phí, lệ phí", 0.5, "center"),
    Column("Trả qua bưu chính", 0.6, "center"),
)


@dataclass(frozen=True, slots=True)
class Handing:
    """An agency that has results of a day to hand over, and how many of them the reader may see."""

    agency: identity.AgencyView
    count: int


def handings(user: identity.User, day: date, *, now: datetime) -> list[Handing]:
    """Which agencies finished dossiers on the local day `day`, of those that `user` may see, by name."""
    found: dict[int, int] = {}
    for agency_id in _finished(user, day, now=now).values_list("agency_id", flat=True):
        found[agency_id] = found.get(agency_id, 0) + 1
    views = identity.agencies_by_id(found, on=day)
    return sorted((Handing(views[each], count) for each, count in found.items()), key=lambda item: item.agency.name)


def results_list(user: identity.User, agency_id: int, day: date, *, now: datetime) -> Sheet:
    """The list of what the agency finished on `day`, as far as `user` may see it; empty if there is nothing."""
    house, rows = office(agency_id, on=day), _finished(user, day, now=now).filter(agency_id=agency_id)
    made = clock.local(now)
    return Sheet(
        name="Phiếu bàn giao kết quả giải quyết thủ tục hành chính",
        form="",
        title=_TITLE,
        subtitle="",
        about=f"Kết quả ngày {day:%d/%m/%Y}",
        superior=house.superior,
        agency=house.name,
        number="",
        place=house.place,
        day=f"{made:%Y-%m-%d}",
        dossier_code="",
        blocks=(
            facts(("Bên giao", house.name), ("Bên nhận", f"{form_set(day).desk} theo từng hồ sơ")),
            Table(_COLUMNS, tuple(_row(at, dossier) for at, dossier in enumerate(rows[:MOST_ROWS], 1))),
        ),
        signatures=(Signature(("NGƯỜI GIAO",), "", BY_HAND), Signature(("NGƯỜI NHẬN",), "", BY_HAND)),
        qr=qr.public_url(f"mot-cua/ban-giao/?ngay={day.isoformat()}&co-quan={house.id}"),
        foot=made_from_data(f"Lập lúc {words.moment(made)}."),
        landscape=True,
    )


def _finished(user: identity.User, day: date, *, now: datetime) -> QuerySet[Dossier]:
    since = datetime.combine(day, time(0), tzinfo=clock.LOCAL)
    rows = access.visible_to(user, on=clock.local(now).date()) if user.is_officer else Dossier.objects.none()
    rows = rows.filter(finished_at__gte=since, finished_at__lt=since + timedelta(days=1))
    return rows.filter(state__in=[State.DONE, State.RETURNED]).order_by("finished_at", "code")


def _row(at: int, dossier: Dossier) -> tuple[str, ...]:
    published = catalogue.version(dossier.procedure_version_id)
    fees = [fee for offer in published.content.offers(dossier.channel) for fee in offer.fees]
    results = dossier.documents.filter(kind=Document.Kind.RESULT).values_list("title", flat=True)
    by_post = json.loads(dossier.answers or "{}").get("return_by") == "postal"
    return (
        str(at),
        dossier.code,
        published.name,
        "\n".join(results),
        "\n".join(filter(None, (dossier.owner_name, dossier.owner_address))),
        "X" if any(fee.amount_vnd for fee in fees) else "",
        "X" if by_post else "",
    )
