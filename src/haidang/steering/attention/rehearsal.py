"""A rule tried on the past: how many alerts it would have raised on each of the last days, and for whom.

Every morning of the period is played as `raising` plays it. The due dates, apologies, steps, agencies and posts are
those of that morning. What cannot be had back: who had a step that changed hands since (its last holder is named), and
forecasts, which are not kept: a rule about them is not tried.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from haidang.dossiers.api import Stretch
from haidang.identity.api import User
from haidang.platform import clock
from haidang.steering.attention import finding
from haidang.steering.attention.kinds import Kind, Recipient
from haidang.steering.attention.raising import EVERY_DAY_AT, dedupe_key
from haidang.steering.attention.recipients import directory
from haidang.steering.notice_tables import AttentionRule

MOST_DAYS = 92


@dataclass(slots=True)
class Trial:
    """What one rule would have raised: notices by day (the first day's backlog apart), by recipient, matters.

    `nobody`: matters for which nobody held the post. `can_be_tried` is False where the past is not kept.
    """

    rule: AttentionRule
    backlog: int = 0
    by_day: dict[date, int] = field(default_factory=dict)
    by_recipient: Counter[User] = field(default_factory=Counter)
    matters: int = 0
    nobody: int = 0
    can_be_tried: bool = True

    @property
    def recipients(self) -> list[tuple[User, int]]:
        """Whoever would have been told, and how often; those told most first."""
        return self.by_recipient.most_common()

    @property
    def fresh(self) -> int:
        """How many notices after the first day."""
        return sum(self.by_day.values())

    @property
    def total(self) -> int:
        """How many notices in all, the backlog included."""
        return self.backlog + self.fresh


def mornings(now: datetime, days: int) -> list[datetime]:
    """The last `days` mornings on which rules were asked, the newest last; never one to come."""
    last = datetime.combine(clock.local(now).date(), EVERY_DAY_AT, tzinfo=clock.LOCAL)
    if last > now:
        last -= timedelta(days=1)
    return [last - timedelta(days=back) for back in reversed(range(max(1, min(days, MOST_DAYS))))]


def tried(rules: Sequence[AttentionRule], *, now: datetime, days: int) -> list[Trial]:
    """Each rule on the last `days` days, whether it is active or not. Nothing is written."""
    moments = mornings(now, days)
    replayable = [rule for rule in rules if rule.kind != Kind.FORECAST]
    stretches = finding.gathered(replayable, since=moments[0], until=moments[-1])
    trials = [Trial(rule, can_be_tried=rule.kind != Kind.FORECAST) for rule in rules]
    seen: set[tuple[int, str]] = set()
    for moment in moments:
        _play(moment, moments[0], trials, stretches, seen)
    return trials


def _play(
    moment: datetime, first: datetime, trials: Sequence[Trial], stretches: Sequence[Stretch], seen: set[tuple[int, str]]
) -> None:
    day = clock.local(moment).date()
    office, people = finding.Office(day), directory(day)
    for trial in trials:
        if not trial.can_be_tried:
            continue
        raised = 0
        for match in finding.found(trial.rule, stretches, at=moment, office=office):
            key = dedupe_key(trial.rule, match)
            told = people.told(Recipient(trial.rule.recipient), match)
            fresh = [user for user in told if (user.pk, key) not in seen]
            seen.update((user.pk, key) for user in fresh)
            trial.by_recipient.update(fresh)
            raised += len(fresh)
            trial.matters += bool(fresh)
            if not told and (0, key) not in seen:
                seen.add((0, key))
                trial.nobody += 1
        if moment == first:
            trial.backlog = raised
        else:
            trial.by_day[day] = raised
