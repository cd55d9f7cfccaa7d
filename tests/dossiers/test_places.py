"""Help, intake and competence are three places: who may do what at which, and counting by each of them."""

import itertools
from datetime import date

import pytest

from haidang.dossiers import access
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Dossier, Place, State
from haidang.identity import api as identity
from haidang.platform import journal
from world import (
    DEPARTMENT,
    DISTRICT,
    OTHER_DEPARTMENT,
    PAUSE,
    RESTART,
    import_procedures,
    moment,
    procedure_record,
)

BESIDE = frozenset({Command.NOTE, Command.COLLECT_FEE, Command.WAIVE_FEE})
"""What goes on beside the handling of a dossier: notes among officers, and the fee, which any counter may take."""

HERE, THERE = DEPARTMENT, OTHER_DEPARTMENT
"""The competent agency of these tests, and the place of intake."""


@pytest.fixture
def elsewhere(world):
    """Files for the agency HERE at the counter THERE, or online with the result to be fetched there."""

    def file(channel="direct", **values):
        actor = None if channel == "online" else world.officer("reception", THERE)
        values = {"intake_agency_id": world.agency(THERE).id, "actor": actor} | values
        return world.submit(channel=channel, **values).code

    return file


def at_intake(world, code):
    """What each kind of officer at the place of intake can do to the dossier just now."""
    users = [world.officer(role, THERE) for role in ("reception", "specialist", "manager", "leader", "clerk")]
    found = set().union(*(dossiers.allowed_commands(user, world.dossier(code), now=world.now) for user in users))
    return found - BESIDE


@pytest.mark.parametrize("command", ["accept", "reject", "check_document", "request_supplement"])
@pytest.mark.parametrize("channel", ["direct", "postal"])
def test_papers_are_received_where_they_are_handed_in(world, elsewhere, command, channel):
    code = elsewhere(channel)
    world.act(command, code, actor=world.officer("reception", THERE))
    assert journal_actor(code) == world.officer("reception", THERE).reference


@pytest.mark.parametrize("command", ["accept", "reject"])
def test_the_competent_agency_may_receive_them_too(world, elsewhere, command):
    world.act(command, elsewhere(), actor=world.officer("reception", HERE))


@pytest.mark.parametrize("command", ["accept", "reject", "check_document", "request_supplement"])
def test_an_online_filing_is_received_by_the_competent_agency_alone(world, elsewhere, command):
    code = elsewhere("online")
    with pytest.raises(dossiers.NotAllowed):
        world.act(command, code, actor=world.officer("reception", THERE))
    assert at_intake(world, code) == set()


def test_the_place_of_intake_processes_nothing(world, elsewhere):
    code = elsewhere()
    world.act("accept", code, actor=world.officer("reception", THERE))
    found = {}
    for command in ("complete_step", "request_supplement"):
        found[world.dossier(code).state] = at_intake(world, code)
        world.act(command, code)
    found[State.SUPPLEMENT] = at_intake(world, code)
    for command in ("check_document", "complete_step", "pause", "stop", "finish", "request_supplement", "accept"):
        for role in ("reception", "specialist", "leader"):
            with pytest.raises((dossiers.NotAllowed, dossiers.WrongState)):
                world.act(command, code, actor=world.officer(role, THERE))
    assert found == {
        State.RECEIVED: {Command.WITHDRAW},
        State.PROCESSING: {Command.WITHDRAW},
        State.SUPPLEMENT: {Command.SUPPLEMENT, Command.WITHDRAW},
    }


def test_the_right_at_the_counter_follows_the_procedure_code(world, elsewhere):
    only_this = world.officer("reception", THERE, procedure_code=PAUSE)
    with pytest.raises(dossiers.NotAllowed):
        elsewhere(procedure=RESTART, actor=only_this)
    code = elsewhere(procedure=RESTART)
    with pytest.raises(dossiers.DossierNotFound):
        world.act("accept", code, actor=only_this)
    world.act("accept", elsewhere(actor=only_this), actor=only_this)


def test_right_and_reach_say_the_same(world, elsewhere):
    """`may` for one dossier and `in_reach` for the queue are two spellings of one rule."""
    codes = [
        *(elsewhere(channel) for channel in ("direct", "online", "postal")),
        *(world.bring(State.NEW, channel=channel) for channel in ("direct", "online")),
        *(world.bring(State.PROCESSING, channel=channel) for channel in ("direct", "online")),
    ]
    received = elsewhere()
    world.act("accept", received)
    on, wrong = world.now.date(), []
    users = [world.officer(role, place) for role in ("reception", "specialist") for place in (HERE, THERE, DISTRICT)]
    for user, command in itertools.product(users, access.OFFICER_NEEDS):
        # By channel, by step or by the clock, which no queue asks for in this way.
        if command in {Command.WITHDRAW, Command.NOTE, Command.FIRE_TIMER} | access.AT_STEP:
            continue
        reach = access.in_reach(identity.rights(user, on=on), command)
        reached = set(Dossier.objects.filter(reach).values_list("code", flat=True)) if reach else set()
        rows = Dossier.objects.filter(code__in=[*codes, received])
        allowed = {row.code for row in rows if access.authority(user, command, row, on=on)}
        wrong += [(user, command)] if reached != allowed else []
    assert wrong == []


@pytest.fixture
def handed_over(world, elsewhere):
    """Files and receives at the counter THERE a dossier whose process begins with handing the papers over."""
    record = procedure_record("9.300001", time={"value": 5, "unit": "working_day"}, process="department-standard")
    import_procedures(moment("2024-01-02T08:00"), [record])

    def file(channel="direct"):
        code = elsewhere(channel, procedure="9.300001")
        world.act("accept", code, actor=world.officer("reception", HERE if channel == "online" else THERE))
        return code

    return file


def test_the_counter_that_received_the_papers_hands_them_over_and_does_no_more(world, handed_over):
    code = handed_over()
    here, there = world.officer("reception", HERE), world.officer("reception", THERE)
    assert world.open_step(code).agency.code == THERE
    assert Command.COMPLETE_STEP not in dossiers.allowed_commands(here, world.dossier(code), now=world.now)
    with pytest.raises(dossiers.NotAllowed):
        world.act("complete_step", code, actor=here)
    assert [row.code for row in dossiers.queue(there, now=world.now).rows] == [code]
    world.act("complete_step", code, actor=there)
    assert world.open_step(code).agency.code == HERE
    for role in ("reception", "specialist", "manager", "leader", "clerk"):
        with pytest.raises((dossiers.NotAllowed, dossiers.DossierNotFound)):
            world.act("complete_step", code, actor=world.officer(role, THERE))
    world.act("complete_step", code, actor=world.officer("specialist", HERE), choice="ok")


def test_an_online_filing_is_handed_over_where_it_was_received(world, handed_over):
    assert world.open_step(handed_over("online")).agency.code == HERE


def test_whoever_a_step_waits_for_finds_the_dossier_and_may_look_at_what_he_did(world, handed_over):
    """The right goes with the step, also at an agency that is none of the three places."""
    code = handed_over()
    step = world.open_step(code)
    step.agency_id = world.agency(DISTRICT).id
    step.save()
    asked, stranger = world.officer("reception", DISTRICT), world.officer("reception", "H06.31")
    assert [row.code for row in dossiers.search_for_officer(asked, code, now=world.now)] == [code]
    assert dossiers.search_for_officer(stranger, code, now=world.now) == []
    world.act("complete_step", code, actor=asked)
    assert dossiers.search_for_officer(asked, code, now=world.now) == []
    assert dossiers.view(asked, code, now=world.now).allowed == {Command.RECALL}
    with pytest.raises(dossiers.NotAllowed):
        world.act("complete_step", code, actor=asked)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.view(stranger, code, now=world.now)


def test_what_waits_to_be_received_waits_at_the_counter_that_took_it_in(world, elsewhere):
    paper, online = elsewhere(), elsewhere("online")
    waiting = {
        place: {
            row.code: row.intake_name for row in dossiers.queue(world.officer("reception", place), now=world.now).rows
        }
        for place in (HERE, THERE, DISTRICT)
    }
    assert waiting == {HERE: {paper: "Sở Nội vụ", online: "Sở Nội vụ"}, THERE: {paper: "Sở Nội vụ"}, DISTRICT: {}}
    holders = [dossiers.view(world.citizen, code, now=world.now).promise.holder for code in (paper, online)]
    assert holders == ["Bộ phận Một cửa, Sở Nội vụ", "Bộ phận Một cửa, Sở Tư pháp"]


def test_the_deadline_is_counted_on_the_calendar_of_the_competent_agency(world, elsewhere):
    """The counter has a day off on Tuesday; the agency that decides works, and five working days end on Monday."""
    definition = identity.calendar_version_of(world.agency(THERE).id, on=world.now.date()).definition
    holidays = sorted({*definition["holidays"], "2024-11-05"})
    identity.publish_calendar(
        "counter", name="Quầy", definition={**definition, "holidays": holidays}, reason="Thử", now=world.now
    )
    counter = identity.Agency.objects.get(code=THERE)
    counter.calendar = identity.CalendarVersion.objects.get(calendar__code="counter").calendar
    counter.save()
    code = elsewhere()
    world.act("accept", code, actor=world.officer("reception", THERE))
    # From Monday 4/11: 5, 6, 7, 8 and, after the weekend, Monday 11/11.
    assert world.dossier(code).due_at == moment("2024-11-11T17:00")


def test_the_receipt_is_headed_by_who_received_and_names_who_decides(world, elsewhere):
    paper, online = elsewhere(), elsewhere("online")
    world.act("accept", paper, actor=world.officer("reception", THERE))
    world.act("accept", online)
    for code, agency, signer in ((paper, "Sở Nội vụ", THERE), (online, "Sở Tư pháp", DEPARTMENT)):
        row = world.dossier(code).papers.get()
        sheet = dossiers.paper_for(world.citizen, code, row.pk, now=world.now).sheet
        assert (sheet.agency, row.agency.code) == (agency, signer)
        assert sheet.blocks[0].text == "Bộ phận Tiếp nhận và Trả kết quả – Sở Nội vụ"
        assert ("Cơ quan giải quyết", "Sở Tư pháp") in sheet.blocks[1].items
        assert row.signer == world.officer("reception", signer)


def test_the_result_is_returned_where_the_citizen_wanted_it(world, elsewhere):
    for channel in ("direct", "online"):
        code = elsewhere(channel)
        world.act("accept", code)
        world.finish_steps(code)
        world.act("finish", code)
        assert dossiers.view(world.citizen, code, now=world.now).promise.holder == "Bộ phận Một cửa, Sở Nội vụ"
        world.act("return_result", code, actor=world.officer("reception", THERE))


def test_help_is_on_record_and_gives_no_right(world):
    helper = world.officer("reception", DISTRICT)
    for channel in ("online", "direct"):
        code = world.submit(channel=channel, help_agency_id=world.agency(DISTRICT).id).code
        assert dossiers.view(world.citizen, code, now=world.now).help_agency.code == DISTRICT
        first = journal.lines(f"dossier:{code}")[0]
        assert journal.data(first)["help_agency"] == world.agency(DISTRICT).id
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.view(helper, code, now=world.now)
    assert dossiers.search_for_officer(helper, "nguyen", now=world.now) == []


@pytest.mark.parametrize("field", ["intake_agency", "help_agency"])
def test_a_place_that_is_no_agency_is_refused_by_its_name(world, field):
    with pytest.raises(dossiers.Invalid) as refusal:
        world.submit(**{f"{field}_id": 987_654_321})
    assert refusal.value.field == field
    assert not Dossier.objects.exists()


def test_before_the_day_of_the_decision_intake_is_where_competence_is(world, elsewhere, settings):
    settings.INTAKE_ANYWHERE_FROM = date(2024, 11, 5)
    for channel in ("direct", "online"):
        with pytest.raises(dossiers.Invalid) as refusal:
            elsewhere(channel)
        assert refusal.value.field == "intake_agency"
    assert world.submit(help_agency_id=world.agency(DISTRICT).id, intake_agency_id=world.agency(HERE).id).code
    assert elsewhere("online", now=moment("2024-11-05T08:00"))


def test_the_three_places_are_counted_apart(world, elsewhere):
    """Seven dossiers: by competence 4 + 3, by intake 2 + 4 + 1, by help 3 of them at two places, four without help."""
    district, commune = world.agency(DISTRICT).id, world.agency("H06.30.01").id
    here, there = world.agency(HERE).id, world.agency(THERE).id
    for agency, intake, helper in (
        (HERE, here, None),
        (HERE, there, None),
        (HERE, there, district),
        (HERE, district, None),
        (THERE, there, commune),
        (THERE, there, district),
        (THERE, here, None),
    ):
        world.submit(agency=agency, intake_agency_id=intake, help_agency_id=helper)
    world.act("accept", Dossier.objects.filter(agency_id=here, intake_agency_id=district).get().code)
    world.submit(agency=HERE, now=moment("2024-11-05T00:00"), help_agency_id=district)  # The next day: not counted.
    day = world.now.date()
    asked = {"since": day, "until": day, "now": world.now}
    found = {}
    for place in Place:
        rows = dossiers.counts_by_place(world.leader, place, **asked)
        found[place] = [(row.agency.code, row.filed, row.received, row.elsewhere) for row in rows]
    assert found == {
        Place.COMPETENT: [(HERE, 4, 1, 3), (THERE, 3, 0, 1)],
        Place.INTAKE: [(THERE, 4, 0, 2), (HERE, 2, 0, 1), (DISTRICT, 1, 1, 1)],
        Place.HELP: [(DISTRICT, 2, 0, 2), ("H06.30.01", 1, 0, 1)],
    }
    for place, rows in found.items():
        for code, filed, _received, apart in rows:
            agency_id = world.agency(code).id
            listed = dossiers.rows_at_place(world.leader, place, agency_id, **asked)
            distant = dossiers.rows_at_place(world.leader, place, agency_id, only_elsewhere=True, **asked)
            assert (len(listed), len(distant)) == (filed, apart), (place, code)


def test_one_counts_only_what_one_may_see(world, elsewhere):
    elsewhere("online", help_agency_id=world.agency(DISTRICT).id)
    asked = {"since": world.now.date(), "until": world.now.date(), "now": world.now}
    for place, expected in ((HERE, 1), (THERE, 1), (DISTRICT, 0)):
        user = world.officer("reception", place)
        assert [len(dossiers.counts_by_place(user, kind, **asked)) for kind in Place] == [expected] * 3


def journal_actor(code):
    return journal.lines(f"dossier:{code}")[-1].actor
