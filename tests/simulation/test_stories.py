"""Stories are told in order of time, follow the lifecycle, and let officers work in office hours only."""

import dataclasses
import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from haidang.catalogue.api import ProcedureContent, PublishedProcedure
from haidang.catalogue.forms import generic
from haidang.dossiers.api import Command, State, Tariff
from haidang.dossiers.fees import MONEY_ACTS
from haidang.dossiers.lifecycle import after
from haidang.identity.api import AgencyView, Level
from haidang.simulation.matter import Matter, Paper
from haidang.simulation.pen import OWNER
from haidang.simulation.people import Homes, Population
from haidang.simulation.profile import names
from haidang.simulation.story import story
from haidang.workflow.bpmn import parse
from haidang.worktime.api import Term, effective_start
from haidang.worktime.defaults import profile_calendar
from processes import linear

WARD = AgencyView(
    1, "H06.30.01", "000.01.30.H06", "Ủy ban nhân dân phường 1", "UBND phường 1", Level.COMMUNE, 2, "26506"
)
FEES = (Tariff("le-phi", "Lệ phí", 20_000), Tariff("tham-dinh", "Phí", None), Tariff("sao", "Sao", 8_000, per="bản"))
STEPS = (
    {"node": "a", "role": "reception", "hours": 2},
    {"node": "b", "role": "specialist", "hours": 12, "choices": "ok=Đạt|ask=Hỏi"},
    {"node": "c", "role": "leader", "hours": 4, "choices": "agree=Đồng ý|redo=Làm lại"},
)
PLANS = [parse(linear(*STEPS[:count]))[0] for count in (1, 2, 3)]
FILED = datetime.fromisoformat("2024-09-04T10:12:13+07:00")


@pytest.fixture(scope="module")
def calendar():
    return profile_calendar()


def matter(calendar, seed, channel):
    rng = random.Random(seed)
    population = Population(names(), Homes([WARD], ["thành phố Vũng Tàu"], [1.0]))
    content = ProcedureContent("1.000001", "Thủ tục thử")
    return Matter(
        number=seed,
        at=FILED + timedelta(minutes=rng.randrange(70)),
        person=population.citizen(seed) if seed % 3 or channel == "online" else population.walk_in(seed),
        procedure=PublishedProcedure(1, content.code, 1, content.name, FILED.date(), content),
        case_key="chung",
        agency=WARD,
        intake=WARD,
        helper=None,
        channel=channel,
        papers=[Paper("to-khai", "Tờ khai", is_image=False)] * rng.randrange(3),
        form=generic("Thủ tục thử"),
        fees=FEES,
        term=Term.parse("5 working_day"),
        working_days=None,
        plan=PLANS[rng.randrange(3)],
        asked=WARD,
        calendar=calendar,
        slowness=1.0,
        seat=0,
    )


def stories(calendar, rates):
    for seed in range(400):
        one = matter(calendar, seed, ("online", "direct", "postal")[seed % 3])
        yield one, list(story(one, rates, random.Random(seed)))


def test_acts_follow_one_another_in_time(calendar, rates):
    for one, acts in stories(calendar, rates):
        assert acts[0].at == one.at
        assert all(earlier.at < later.at for earlier, later in pairwise(acts))


def test_officers_act_in_office_hours(calendar, rates):
    for _one, acts in stories(calendar, rates):
        for act in acts:
            if act.by != OWNER:
                assert effective_start(calendar, act.at) - act.at < timedelta(minutes=1), act


def test_every_act_is_allowed_by_the_lifecycle(calendar, rates):
    for _one, acts in stories(calendar, rates):
        state, is_received, is_paused = State.NEW, False, False
        for act in acts[1:]:
            following = after(state, act.command, is_received=is_received, is_paused=is_paused)
            assert following is not None, (state, act)
            is_received = is_received or act.command is Command.ACCEPT
            if act.command in {Command.PAUSE, Command.REQUEST_SUPPLEMENT}:
                is_paused = is_received
            elif act.command in {Command.RESUME, Command.SUPPLEMENT}:
                is_paused = False
            state = following


def test_where_nothing_is_to_be_paid_no_story_speaks_of_money(calendar, rates):
    for seed in range(200):
        one = dataclasses.replace(matter(calendar, seed, "direct"), fees=())
        acts = list(story(one, rates, random.Random(seed)))
        assert not {act.command for act in acts} & MONEY_ACTS


def test_a_story_is_the_same_however_far_it_is_told(calendar, rates):
    one = matter(calendar, 7, "online")
    told = story(one, rates, random.Random(7))
    first = [next(told) for _act in range(3)]
    assert first == list(story(one, rates, random.Random(7)))[:3]


def test_much_happens_in_many_stories(calendar, rates):
    played = {act.command for _one, acts in stories(calendar, rates) for act in acts}
    # Who gives work to whom and the machinery are no part of a dossier's story.
    in_the_office = {Command.RELEASE, Command.ASSIGN}
    assert played == set(Command) - {Command.MIGRATE_PROCESS, Command.FIRE_TIMER} - in_the_office
