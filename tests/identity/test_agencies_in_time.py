"""Agencies at a date: the profile's counts, names that change, what lies below what, and whose calendar counts."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import haidang
from haidang.identity import api as identity
from haidang.identity.models import AgencyVersion, WorkCalendar
from world import moment

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 4)
FOLDER = Path(haidang.__file__).parent / "profiles" / "brvt_2024"


def rename(code, *, on, name=None, parent=None, until=None):
    """What a later reorganisation does: the version in force ends, another begins."""
    view = identity.agency(code, on=on)
    AgencyVersion.objects.filter(agency_id=view.id, valid_to__isnull=True).update(valid_to=on)
    if name:
        AgencyVersion.objects.create(
            agency_id=view.id, name=name, short_name=name, level=view.level, valid_from=on, valid_to=until,
            parent_id=identity.agency(parent, on=on).id if parent else view.parent_id,
        )  # fmt: skip


def test_the_province_of_2024():
    found = identity.agencies(TODAY)
    assert Counter(view.level for view in found) == {"province": 1, "department": 21, "district": 8, "commune": 82}
    by_id = {view.id: view for view in found}
    above = {"department": "province", "district": "province", "commune": "district"}
    for view in found:
        assert identity.to_canonical(view.legacy_code) == view.code
        assert view.parent_id is None if view.level == "province" else by_id[view.parent_id].level == above[view.level]
    assert identity.agency("000.00.03.H06", on=TODAY) == identity.agency("H06.03", on=TODAY)
    assert identity.agency("H06.03", on=TODAY).name == "Sở Tư pháp"


def test_installing_a_profile_again_changes_nothing():
    before = (identity.agencies(TODAY), AgencyVersion.objects.count(), identity.CalendarVersion.objects.count())
    assert identity.install_agencies(FOLDER, province_code="H06", now=moment("2025-01-01T08:00")) == 112
    after = (identity.agencies(TODAY), AgencyVersion.objects.count(), identity.CalendarVersion.objects.count())
    assert after == before


def test_another_province_code_is_a_setting():
    identity.install_agencies(FOLDER, province_code="H99", now=moment("2025-01-01T08:00"))
    assert identity.agency("000.00.03.H99", on=TODAY).code == "H99.03"


def test_before_an_agency_existed_there_is_none():
    with pytest.raises(identity.AgencyNotFound):
        identity.agency("H06.03", on=date(2019, 12, 31))
    assert identity.agencies(date(2019, 12, 31)) == []
    with pytest.raises(identity.AgencyNotFound) as refusal:
        identity.agency("H06.99", on=TODAY)
    assert "H06.99" in str(refusal.value)


def test_a_new_name_holds_from_its_day():
    change = date(2025, 3, 1)
    rename("H06.03", on=change, name="Sở Tư pháp và Nội chính")
    agency = identity.agency("H06.03", on=TODAY)
    assert identity.agency_name(agency.id, on=date(2025, 2, 28)) == "Sở Tư pháp"
    assert identity.agency_name(agency.id, on=change) == "Sở Tư pháp và Nội chính"
    assert len(identity.agencies(change, level="department")) == 21


def test_an_agency_that_has_ended_keeps_its_last_name():
    end = date(2025, 7, 1)
    agency = identity.agency("H06.30", on=TODAY)
    rename("H06.30", on=end)
    assert len(identity.agencies(end, level="district")) == 7
    assert identity.agency_name(agency.id, on=date(2026, 1, 1)) == "Ủy ban nhân dân thành phố Vũng Tàu"
    with pytest.raises(identity.AgencyNotFound):
        identity.agency("H06.30", on=end)


def test_what_lies_below():
    ids = {view.id: view for view in identity.agencies(TODAY)}
    province, district = identity.agency("H06", on=TODAY), identity.agency("H06.30", on=TODAY)
    assert identity.descendants(province.id, on=TODAY) == set(ids)
    below = identity.descendants(district.id, on=TODAY)
    assert below == {district.id, *(view.id for view in ids.values() if view.parent_id == district.id)}
    assert {view.code for view in identity.agencies(TODAY, parent_id=district.id)} == {
        ids[one].code for one in below - {district.id}
    }


def test_what_lies_below_changes_with_the_date():
    move = date(2025, 7, 1)
    ward = identity.agency("H06.30.01", on=TODAY)
    rename("H06.30.01", on=move, name="Phường 1", parent="H06")
    district = identity.agency("H06.30", on=TODAY).id
    assert ward.id in identity.descendants(district, on=TODAY)
    assert ward.id not in identity.descendants(district, on=move)


def test_the_calendar_is_ones_own_or_the_nearest_above():
    ward, province = identity.agency("H06.30.01", on=TODAY), identity.agency("H06", on=TODAY)
    assert identity.calendar_version_of(ward.id, on=TODAY) == identity.calendar_version_of(province.id, on=TODAY)
    definition = json.loads((FOLDER / "calendar.json").read_text())
    definition["weekly_shifts"]["sat"] = [["07:30", "11:30"]]
    own = identity.publish_calendar(
        "ward-1", name="Phường 1", definition=definition, reason="Làm việc sáng thứ Bảy", now=moment("2024-11-04T09:00")
    )
    identity.Agency.objects.filter(pk=ward.id).update(calendar=own.calendar)
    assert identity.calendar_version_of(ward.id, on=TODAY) == own
    assert identity.calendar_version_of(province.id, on=TODAY) != own


def test_a_calendar_is_published_once_and_never_changed():
    definition = json.loads((FOLDER / "calendar.json").read_text())
    one = identity.publish_calendar("x", name="X", definition=definition, reason="", now=moment("2024-11-04T09:00"))
    again = identity.publish_calendar("x", name="X", definition=definition, reason="", now=moment("2024-11-05T09:00"))
    definition["holidays"].append("2024-12-24")
    other = identity.publish_calendar("x", name="X", definition=definition, reason="", now=moment("2024-11-05T09:00"))
    assert (one, one.number, other.number) == (again, 1, 2)
    assert WorkCalendar.objects.get(code="x").versions.count() == 2


@pytest.mark.parametrize(
    "change", [{"holidays": ["2024-11-04"], "worked_days": ["2024-11-04"]}, {"weekly_shifts": {}}, {"valid_to": "x"}]
)
def test_a_calendar_that_contradicts_itself_is_refused(change):
    definition = json.loads((FOLDER / "calendar.json").read_text()) | change
    with pytest.raises(identity.CalendarRefused):
        identity.publish_calendar("x", name="X", definition=definition, reason="", now=moment("2024-11-04T09:00"))
