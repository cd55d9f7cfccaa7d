"""Plays the scores of the demonstration through the real commands: entered counts of Decision 766, a wave of SIPAS.

All of it is made up, and says so.
"""

import random
from datetime import datetime, timedelta

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform.api import qd766, sipas
from haidang.simulation.profile import names
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.staff import ensure_staff

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
