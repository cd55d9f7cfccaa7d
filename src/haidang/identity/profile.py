"""Installs a province's agencies, their units and calendar from its profile; a second run changes nothing."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from haidang.identity.calendars import publish_calendar
from haidang.identity.codes import to_legacy
from haidang.identity.models import Agency, AgencyVersion, Unit


@transaction.atomic
def install_agencies(folder: Path, *, province_code: str, now: datetime) -> int:
    """Reads `agencies.csv`, `units.csv` and `calendar.json` of a profile; returns how many agencies the profile has.

    Codes in the file are suffixes below the province's code, which is a setting because no public source confirms
    it (DOMAIN §2.2 gives H06 for Bà Rịa–Vũng Tàu as unverified).
    """
    definition = json.loads((folder / "calendar.json").read_text())
    published = publish_calendar(
        "province", name="Giờ hành chính của tỉnh", definition=definition, reason="Hồ sơ tỉnh", now=now
    )
    with (folder / "agencies.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    known: dict[str, Agency] = {}
    for row in rows:
        code = ".".join(part for part in [province_code, row["suffix"]] if part)
        agency, _made = Agency.objects.get_or_create(code=code, defaults={"legacy_code": to_legacy(code)})
        known[row["suffix"]] = agency
        if not row["suffix"] and agency.calendar_id is None:
            agency.calendar = published.calendar
            agency.save(update_fields=["calendar"])
        _version(agency, row, parent=known[row["parent_suffix"]] if row["suffix"] else None)
    _units(folder, [(known[row["suffix"]], row["level"]) for row in rows])
    return len(rows)


def _units(folder: Path, agencies: list[tuple[Agency, str]]) -> None:
    """Reads `units.csv`: units that every agency of a level has."""
    with (folder / "units.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    wanted = [
        Unit(
            agency=agency,
            key=row["key"],
            name=row["name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for agency, level in agencies
        for row in rows
        if row["level"] == level
    ]
    Unit.objects.bulk_create(wanted, ignore_conflicts=True)


def _version(agency: Agency, row: dict[str, str], *, parent: Agency | None) -> None:
    AgencyVersion.objects.get_or_create(
        agency=agency,
        valid_from=date.fromisoformat(row["valid_from"]),
        defaults={
            "name": row["name"],
            "short_name": row["short_name"],
            "level": row["level"],
            "parent": parent,
            "area_code": row["area_code"],
            "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        },
    )
