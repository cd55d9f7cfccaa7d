"""Indicators of real dossiers: what the lake counts, who may see what of it, and that the journals agree."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from haidang.dossiers.api import Command
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.ioc import api as ioc
from haidang.ioc import lake
from haidang.ioc.api import indicators
from haidang.ioc.indicators.tables import IndicatorVersion, KeptFigure
from haidang.platform.errors import Refused
from haidang.steering.api import NotAllowed
from world import DEPARTMENT, HOURS, OTHER_DEPARTMENT, PAUSE, moment

LATER = moment("2024-11-29T15:00")
NOVEMBER = "2024-11-01/2024-11-30"


@pytest.fixture
def shelf(world, lake_home):
    """Three dossiers at one agency and one at another: on time, overdue, paper and new, returned and rated."""
    on_time = world.submit()
    finish(world, on_time.code)
    overdue = world.submit(HOURS, channel="direct")
    world.act("accept", overdue.code)
    fresh = world.submit(channel="direct", now=moment("2024-11-28T09:00"))
    other = world.submit(agency=OTHER_DEPARTMENT)
    lake.update(now=LATER)
    return {"on_time": on_time.code, "overdue": overdue.code, "fresh": fresh.code, "other": other.code}


def finish(world, code):
    world.act(Command.ACCEPT, code)
    while world.open_step(code):
        world.act(Command.COMPLETE_STEP, code, now=world.now + timedelta(hours=2))
    world.act(Command.FINISH, code, now=world.now + timedelta(hours=6))
    world.act(Command.RETURN_RESULT, code, now=world.now + timedelta(days=1))
    world.act(Command.RATE, code, now=world.now + timedelta(days=2), actor=world.citizen)


def counted(code, *, grain="province", user=None):
    on = LATER.date()
    spec = indicators.one(code, on=on)
    reach = indicators.reach_of(user, on=on) if user else indicators.EVERYTHING
    frames = indicators.months(as_of=lake.reader().as_of, count=2)
    asked = indicators.Asked(frames, indicators.Grain(grain), reach, on)
    return dict(indicators.count(spec.definition, spec.readable, asked, lake.reader()))


def plain(figure):
    return figure.numerator, figure.denominator, figure.value


def test_figures_of_a_month(shelf):
    assert plain(counted("online-rate")[NOVEMBER, ""]) == (2, 4, 50)
    # The overdue one counts as late although it has no result yet.
    assert plain(counted("on-time-rate")[NOVEMBER, ""]) == (1, 2, 50)
    assert plain(counted("satisfaction")[NOVEMBER, ""]) == (1, 1, 100)
    # Filed at 9:00, finished at 15:00, with a break from 11:30 to 13:30.
    median = counted("office-time-median")[NOVEMBER, ""]
    assert (median.value, median.base, median.denominator) == (240, 1, None)
    # Nothing was filed in October: there is no figure, and not nought.
    assert {key for key, _place in counted("online-rate")} == {NOVEMBER}


def test_a_share_of_nothing_has_no_value():
    nothing = indicators.Figure(0, 0, 0, 100, is_ratio=True)
    assert nothing.value is None
    assert indicators.Figure(0, 5, 5, 100, is_ratio=True).value == 0
    assert indicators.Figure(1, 3, 3, 100, is_ratio=True).value == Fraction(100, 3)
    assert indicators.Figure(1, 3, 3, 100, is_ratio=True).is_small(30)


def test_by_agency_and_by_procedure(shelf):
    by_agency = counted("online-rate", grain="agency")
    assert {place: plain(found)[:2] for (_key, place), found in by_agency.items()} == {
        DEPARTMENT: (1, 3),
        OTHER_DEPARTMENT: (1, 1),
    }
    assert {place for _key, place in counted("online-rate", grain="procedure")} == {PAUSE, HOURS}


def test_nobody_sees_more_than_his_agencies(world, shelf):
    for user in (world.leader, world.administrator, world.officer("operations", world.province, with_descendants=True)):
        assert plain(counted("online-rate", user=user)[NOVEMBER, ""])[:2] == (2, 4)
    head = world.officer("leader")
    assert plain(counted("online-rate", user=head)[NOVEMBER, ""])[:2] == (1, 3)
    assert set(counted("online-rate", grain="agency", user=head)) == {(NOVEMBER, DEPARTMENT)}
    with pytest.raises(ioc.NotAllowed):
        indicators.reach_of(world.officer("specialist"), on=LATER.date())


def test_the_dossiers_behind_a_figure(world, shelf):
    spec = indicators.one("on-time-rate", on=LATER.date())
    frames = indicators.months(as_of=LATER, count=1)

    def behind(part, user=world.leader, **more):
        asked = indicators.Asked(
            frames, indicators.Grain.PROVINCE, indicators.reach_of(user, on=LATER.date()), LATER.date()
        )
        part = indicators.Part(part)
        return indicators.items(spec, part, asked, **more), indicators.item_count(spec, part, asked)

    assert behind("numerator") == ([shelf["on_time"]], 1)
    assert behind("rest") == ([shelf["overdue"]], 1)
    assert [len(behind("denominator", **more)[0]) for more in ({}, {"size": 1})] == [2, 1]
    assert behind("denominator", user=world.officer("leader", OTHER_DEPARTMENT)) == ([], 0)


def test_after_a_reorganisation_figures_are_the_heirs(world, shelf):
    spec = indicators.one("online-rate", on=LATER.date())
    asked = indicators.Asked(
        indicators.months(as_of=LATER, count=1), indicators.Grain.AGENCY, indicators.EVERYTHING, LATER.date()
    )
    heirs = {heir.id for heir in [world.agency(DEPARTMENT)]}
    places = {place for _key, place in indicators.count(spec.definition, spec.readable, asked, lake.reader())}
    assert heirs <= {identity.agency(code, on=LATER.date()).id for code in places}


def test_what_nobody_supplies_is_missing_and_not_nought(shelf):
    for code in ("signed-results", "digital-economy", "stations-5g", "subscribers-2g-only"):
        spec = indicators.one(code, on=LATER.date())
        assert (spec.formula, bool(spec.missing), spec.problem) == (None, True, "")
        assert str(spec.definition.connect)
        with pytest.raises(Refused):
            _ = spec.readable


def test_the_house_counts_the_same_from_its_journals(shelf):
    found = indicators.recount(on=LATER.date())
    assert found.differences == []
    assert found.dossiers == 4
    assert {"online-rate", "on-time-rate", "office-time-p90", "satisfaction", "time-cut-share"} <= set(found.indicators)
    assert "signed-results" in found.without_data


def test_a_row_that_was_changed_behind_the_journal_is_found(shelf):
    Dossier.objects.filter(code=shelf["fresh"]).update(channel="online")
    lake.rebuild(now=LATER)
    found = indicators.recount(on=LATER.date())
    assert {each.code for each in found.differences} == {"online-rate"}
    whole = next(each for each in found.differences if each.grain == "province")
    assert (whole.by_lake.numerator, whole.by_journal.numerator) == (3, 2)
    assert (whole.only_lake, whole.only_journal) == ((shelf["fresh"],), ())


def test_a_pause_does_not_count_as_office_time(world, lake_home):
    code = world.submit().code
    world.act("accept", code)
    world.act("request_supplement", code, now=world.now + timedelta(hours=1))
    world.act("supplement", code, now=world.now + timedelta(days=2))
    finish_from = world.now + timedelta(days=2, hours=1)
    while world.open_step(code):
        world.act("complete_step", code, now=finish_from)
    world.act("finish", code, now=finish_from)
    lake.update(now=LATER)
    assert counted("office-time-median")[NOVEMBER, ""].value == 120
    assert indicators.recount(on=LATER.date()).differences == []


def test_figures_are_kept_when_they_change(world, shelf):
    assert indicators.keep(LATER) > 0
    assert indicators.keep(LATER) == 0
    spec = indicators.one("online-rate", on=LATER.date())
    frames = indicators.months(as_of=LATER, count=1)
    (kept,) = indicators.kept(spec, indicators.Grain.PROVINCE, frames)
    assert (kept.figure.value, kept.as_of) == (50, LATER)
    world.submit(now=LATER)
    lake.update(now=LATER + timedelta(minutes=5))
    assert indicators.keep(LATER + timedelta(minutes=5)) > 0
    (now_kept,) = indicators.kept(spec, indicators.Grain.PROVINCE, frames)
    assert plain(now_kept.figure)[:2] == (3, 5)
    # What was seen before can still be cited.
    _spec, cited, grain = indicators.kept_figure(kept.id)
    assert (plain(cited.figure)[:2], grain) == ((2, 4), "province")
    with pytest.raises(Refused):
        KeptFigure.objects.get(pk=kept.id).delete()


# Publishing


def content(**changes):
    return {
        "code": "paper-share",
        "title": {"vi": "Tỷ lệ hồ sơ giấy"},
        "unit": "percent",
        "owner": "H06.01",
        "places": {"agency": "agency_code"},
        "formula": {
            "dataset": "dossiers",
            "scale": 100,
            "where": {"column": "submitted_at", "op": "in_period"},
            "numerator": {"measure": "count", "where": {"column": "channel", "op": "ne", "value": "online"}},
            "denominator": {"measure": "count"},
        },
    } | changes


def publish(world, found, *, actor=None, key=None, **more):
    return indicators.publish(
        content=found, reason="Theo dõi hồ sơ giấy", schemas=indicators.schemas(),
        actor=actor or world.administrator, now=world.now, key=key or world.key(), **more,
    )  # fmt: skip


def test_an_indicator_is_published_version_by_version(world, shelf):
    key = world.key()
    first = publish(world, content(), key=key, after=0)
    assert (first.code, first.number) == ("paper-share", 1)
    assert publish(world, content(), key=key, after=0).replayed
    assert plain(counted("paper-share")[NOVEMBER, ""])[:2] == (2, 4)
    with pytest.raises(ioc.Conflict):
        publish(world, content(small=5), after=0)
    assert publish(world, content(small=5), after=1).number == 2
    assert [version.number for version in indicators.versions("paper-share")] == [2, 1]
    assert indicators.one("paper-share", on=LATER.date(), number=1).definition.small == 0
    with pytest.raises(Refused):
        IndicatorVersion.objects.get(indicator__code="paper-share", number=1).delete()
    assert ioc.verify_indicators() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Không dấu"}, "code"),
        ({"title": {"vi": " "}}, "title"),
        ({"unit": "furlong"}, "unit"),
        ({"formula": {"dataset": "dossiers", "numerator": {"measure": "sum"}}}, "formula.numerator.column"),
        ({"formula": {"dataset": "steps_of_mine", "numerator": {"measure": "count"}}}, "formula.numerator.dataset"),
        ({"places": {}}, "places"),
        ({"places": {"agency": "nothing"}}, "places"),
        ({"target": [{"on": "2024-12-31", "value": 1}, {"on": "2024-01-01", "value": 2}]}, "target"),
        ({"item": "nothing"}, "item"),
        ({"sql": "DROP TABLE"}, "sql"),
    ],
)
def test_what_cannot_be_published(world, lake_home, changes, field):
    with pytest.raises(ioc.Invalid) as caught:
        publish(world, content(**changes))
    assert caught.value.field == field


def test_only_the_operations_centre_publishes(world, lake_home):
    for actor in (world.leader, world.officer("manager"), world.citizen):
        with pytest.raises(NotAllowed):
            publish(world, content(), actor=actor)
    publish(world, content(), actor=world.officer("operations", world.province))


def test_a_version_whose_journal_says_otherwise_is_found(world, lake_home):
    publish(world, content())
    row = IndicatorVersion.objects.get(indicator__code="paper-share")
    IndicatorVersion.objects.bulk_create(
        [IndicatorVersion(indicator=row.indicator, number=2, content={}, reason="x", valid_from=date(2024, 1, 1),
                          published_at=world.now, published_by=row.published_by)]
    )  # fmt: skip
    assert [fault.problem for fault in ioc.verify_indicators()] == ["row-differs version"]
