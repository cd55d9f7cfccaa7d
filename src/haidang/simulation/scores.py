"""Plays the scores of the demonstration through the real commands: counts of Decision 766, PAR INDEX, a SIPAS wave.

All of it is made up, and says so.
"""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform.api import par_index, qd766, sipas
from haidang.simulation.profile import names
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.staff import ADMINISTRATOR, ensure_staff

SOURCE = "Số liệu mô phỏng, không phải của tỉnh nào"
COUNTS = {
    "announced": 42,
    "announced_on_time": 39,
    "published_due": 180,
    "published_on_time": 171,
    "sync_expected": 400,
    "synced": 371,
    "petitions_due": 25,
    "petitions_on_time": 24,
    "petitions_handled": 25,
    "petitions_satisfied": 21,
}
"""Counts of the last whole month that the house cannot make itself."""
SIZE = 12
"""Persons asked of each agency."""
ANSWERING = 0.6
"""The share of cards that are used."""
OWN_POINTS = {"1.1": "1.75", "1.2": "1", "3.1": "1.5", "3.2": "2.5", "7.1": "2"}
"""What the province gives itself, by criterion of the sample; the rest has not been scored yet."""
LEVELS = (1, 2, 3, 4, 4, 4, 5, 5)
"""Drawn from for each question."""


def is_untouched() -> bool:
    """Whether nothing has been entered or asked yet."""
    return not (qd766.EnteredCount.objects.exists() or sipas.surveys())


def play(moment: datetime) -> int:
    """Enters the counts and runs the wave; returns how many answers came in."""
    ensure_staff(identity.agencies(clock.local(moment).date()), names=names(), rates=profile_rates())
    leader = User.objects.get(username="lanhdao.tinh")
    province = identity.agencies(clock.local(moment).date(), level=identity.Level.PROVINCE)[0]
    _enter(leader, province.code, moment)
    _assess(leader, province.code, moment)
    return _ask(leader, province.code, moment)


def _enter(leader: User, agency_code: str, moment: datetime) -> None:
    span = qd766.of_day(clock.local(moment).date()).moved(-1)
    for key, value in COUNTS.items():
        qd766.enter_count(
            agency_code=agency_code,
            span=span,
            input_key=key,
            value=value,
            source=SOURCE,
            actor=leader,
            now=moment,
            key=f"demo-scores:{key}",
        )


def _assess(leader: User, agency_code: str, moment: datetime) -> None:
    """A year by the sample criteria: some scored, one submitted and lowered by another leader, with a measure."""
    publisher, other = (User.objects.get(username=name) for name in (ADMINISTRATOR, "lanhdao2.tinh"))
    key = "demo-par:{}".format
    tree = par_index.publish_tree(content=par_index.sample(), actor=publisher, now=moment, key=key("tree")).id
    year = par_index.start_year(
        agency_code=agency_code,
        year=clock.local(moment).year,
        tree_id=tree,
        actor=leader,
        now=moment,
        key=key("start"),
    ).id
    rows = {row.criterion: row.pk for row in par_index.Assessment.objects.filter(of_year=year)}
    for criterion, points in OWN_POINTS.items():
        par_index.score_criterion(
            assessment_id=rows[criterion],
            points=Decimal(points),
            explanation=SOURCE,
            actor=leader,
            now=moment,
            key=key(f"score:{criterion}"),
        )
    lowered = rows["3.2"]
    par_index.submit(assessment_id=lowered, actor=leader, now=moment, key=key("submit"))
    par_index.lower(
        assessment_id=lowered,
        points=Decimal(2),
        reason=SOURCE,
        actor=other,
        now=moment,
        key=key("lower"),
    )
    par_index.plan_improvement(
        assessment_id=lowered,
        measure="Đôn đốc hồ sơ trước hạn hai ngày (mô phỏng)",
        owner_code=agency_code,
        due_on=clock.local(moment).date() + timedelta(days=30),
        actor=leader,
        now=moment,
        key=key("improve"),
    )


def _ask(leader: User, agency_code: str, moment: datetime) -> int:
    now = moment - timedelta(days=2)
    last = clock.local(now).date() - timedelta(days=1)
    wish = sipas.Wish(
        agency_code, last.year, 1, "Khảo sát mô phỏng", last - timedelta(days=90), last, SIZE, "mô phỏng 2024"
    )
    number = sipas.create_survey(wish=wish, actor=leader, now=now, key="demo-sipas:create").id
    try:
        sipas.draw_sample(survey_id=number, actor=leader, now=now, key="demo-sipas:draw")
    except Refused:
        return 0  # Too few dossiers in a small demonstration: the survey stays a draft.
    sipas.open_survey(survey_id=number, actor=leader, now=now, key="demo-sipas:open")
    chance = random.Random(2024)
    found = sipas.survey(number)
    return sum(_answers(found, stratum, leader, now, chance) for stratum in found.strata.all())


def _answers(
    found: sipas.Survey, stratum: sipas.SurveyStratum, leader: User, now: datetime, chance: random.Random
) -> int:
    issued = sipas.issue_cards(
        survey_id=found.pk,
        stratum_id=stratum.pk,
        count=stratum.drawn,
        actor=leader,
        now=now,
        key=f"demo-sipas:cards:{stratum.pk}",
    )
    questions = sipas.from_plain(found.questionnaire).questions
    used = [token for token in issued.tokens if chance.random() < ANSWERING]
    for place, token in enumerate(used, start=1):
        levels = {item.key: chance.choice(LEVELS) for item in questions}
        sipas.answer(token=token, levels=levels, now=now + timedelta(minutes=place))
    return len(used)
