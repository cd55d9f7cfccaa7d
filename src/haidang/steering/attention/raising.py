"""Raising alerts: every morning before the digest, each rule is asked and each matter told once."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.identity.api import User
from haidang.platform import clock
from haidang.steering import notices
from haidang.steering.attention import finding
from haidang.steering.attention.kinds import Kind, Recipient
from haidang.steering.attention.matching import Match
from haidang.steering.attention.recipients import Directory, directory
from haidang.steering.notice_tables import AttentionRule
from haidang.steering.notices import Message

EVERY_DAY_AT = time(6, 45)


def raise_alerts(now: datetime) -> int:
    """Asks every active rule as of `now` and tells what is new; returns how many notices came of it."""
    rules = list(AttentionRule.objects.filter(is_active=True).order_by("pk"))
    stretches = finding.gathered(rules, since=now, until=now)
    on = clock.local(now).date()
    office, people = finding.Office(on), directory(on)
    told = []
    for rule in rules:
        matches = finding.found(rule, stretches, at=now, office=office)
        told += list(_messages(rule, matches, people))
    return notices.tell_all(told, now=now)


def _messages(rule: AttentionRule, matches: list[Match], people: Directory) -> Iterator[tuple[User, Message]]:
    names = catalogue.names({match.version_id for match in matches})
    for match in matches:
        message = _message(rule, match, names.get(match.version_id, match.procedure_code), people)
        for user in people.told(Recipient(rule.recipient), match):
            yield user, message


def _message(rule: AttentionRule, match: Match, procedure: str, people: Directory) -> Message:
    place = people.tree.names.get(people.tree.lineage.heir(match.agency_id, match.procedure_code), "")
    words = {"code": match.code, "number": match.number, "agency": place}
    return Message(
        "alert",
        dedupe_key(rule, match),
        _title(Kind(rule.kind), match.number) % words,
        procedure,
        "dossier" if match.code else "none",
        match.code,
        rule=rule,
    )


def dedupe_key(rule: AttentionRule, match: Match) -> str:
    """What makes an alert the same one: the rule and the matter, whatever the rule's version."""
    return f"rule:{rule.pk}:{match.key}"


def _title(kind: Kind, number: int) -> str:
    """The words of an alert, with places for the code, the number and the agency."""
    if kind is Kind.LATE_OVER:
        return _("Hồ sơ %(code)s quá hạn %(number)s ngày làm việc, %(agency)s")
    if kind is Kind.LATE_CLUSTER:
        return _("%(number)s hồ sơ của một thủ tục cùng quá hạn, %(agency)s")
    if kind is Kind.FORECAST:
        return _("Khả năng trễ hạn %(number)s %%: hồ sơ %(code)s, %(agency)s")
    if number:
        return _("Còn %(number)s ngày làm việc để xin lỗi, hẹn lại: hồ sơ %(code)s, %(agency)s")
    return _("Hôm nay là ngày cuối để xin lỗi, hẹn lại: hồ sơ %(code)s, %(agency)s")
