"""Plays directives, the Project 06 plan, rules and urgings of the demonstration through the real commands.

All of it is made up, and says so. What is about dossiers and figures is given on the last morning, because only then do
they stand as they will be shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.identity import api as identity
from haidang.identity.api import AgencyView, User
from haidang.platform import clock, files
from haidang.simulation.accounts import DEMO_ACCOUNTS
from haidang.simulation.papers import pdf
from haidang.simulation.profile import names
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.staff import ensure_staff
from haidang.steering import api as steering
from haidang.steering.api import Assigned, RuleWish, Wish

MADE_UP = "(mô phỏng)"
DAYS = 21
"""For how many days before the end of the demonstration work is given, urged and answered."""
ALERT_DAYS = 5
RULES = (
    ("Hồ sơ quá hạn trên 5 ngày làm việc", "late_over", {"working_days": 5}, "head"),
    ("Từ 3 hồ sơ của một thủ tục cùng quá hạn trong 7 ngày", "late_cluster", {"count": 3, "days": 7}, "superior"),
    ("Còn 1 ngày làm việc để xin lỗi, hẹn lại", "apology_due", {"working_days": 1}, "officer"),
)
# Number, group, task, place of the leading agency in the list of departments, due in days (None: recurring), done.
TASKS = (
    ("1", 1, "Rà soát quy trình nội bộ của dịch vụ công thiết yếu", 0, 11, False),
    ("2", 1, "Nâng tỷ lệ hồ sơ nộp trực tuyến", 1, 25, False),
    ("3", 2, "Thí điểm trả kết quả qua bưu chính", 2, 7, True),
    ("4", 3, "Hướng dẫn người dân nộp hồ sơ trực tuyến", 3, None, False),
    ("5", 4, "Số hóa giấy tờ của hồ sơ đang giải quyết", 0, 58, False),
    ("6", 4, "Làm sạch dữ liệu hồ sơ còn thiếu số định danh", 2, 4, False),
    ("7", 5, "Cung cấp số liệu hằng ngày cho lãnh đạo", 1, None, False),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who gives, the departments that are given work, and the moment of the next act."""

    leader: User
    departments: list[AgencyView]
    now: datetime

    def at(self, days: int, hour: int = 9) -> "Stage":
        """The same stage so many days after its first."""
        day = clock.local(self.now).replace(hour=hour, minute=0, second=0) + timedelta(days=days)
        return Stage(self.leader, self.departments, day)


def is_untouched() -> bool:
    """Whether nothing has been given yet: a demonstration that was built before is not played again."""
    return not steering.Directive.objects.exists()


def play(moment: datetime) -> int:
    """Plays the three weeks up to `moment`, day by day; returns how many directives and tasks there are."""
    stage = _stage(moment)
    _rules(stage)
    steering.import_plan(_plan(stage), actor=stage.leader, now=stage.now)
    acts = dict(_acts(stage))
    for day in range(DAYS):
        for act in acts.get(day, []):
            act()
        steering.urge_due(stage.at(day, hour=10).now)
        if day >= DAYS - ALERT_DAYS:
            steering.raise_alerts(stage.at(day, hour=7).now)
    _last_morning(stage.at(DAYS, hour=8))
    steering.urge_due(moment)
    steering.raise_alerts(moment)
    # Those whom the demonstration lets in; a morning of every leader's digests takes longer than it is worth here.
    steering.send_digests(moment, among=[account.username for account in DEMO_ACCOUNTS])
    return steering.Directive.objects.count()


def _stage(moment: datetime) -> Stage:
    agencies = identity.agencies(clock.local(moment).date())
    ensure_staff(agencies, names=names(), rates=profile_rates())
    # First those that somebody can sign in to.
    shown = {account.username.partition(".")[2] for account in DEMO_ACCOUNTS}
    departments = [view for view in agencies if view.level == identity.Level.DEPARTMENT]
    departments.sort(key=lambda view: (view.code.partition(".")[2] not in shown, view.code))
    start = clock.local(moment).replace(hour=9, minute=0, second=0) - timedelta(days=DAYS)
    return Stage(User.objects.get(username="lanhdao.tinh"), departments, start)


def _rules(stage: Stage) -> None:
    province = identity.agencies(clock.local(stage.now).date(), level=identity.Level.PROVINCE)[0]
    for name, kind, params, recipient in RULES:
        wish = RuleWish(province.id, f"{name} {MADE_UP}", kind, params, recipient)
        steering.make_rule(wish=wish, actor=stage.leader, now=stage.now, key=f"demo-steering:rule:{kind}")


def _plan(stage: Stage) -> bytes:
    """The plan as a filled-in worksheet."""
    book = load_workbook(BytesIO(steering.plan_template()))
    for number, group, title, place, days, is_done in TASKS:
        lead = stage.departments[place % len(stage.departments)]
        due = _working_day(stage, days) if days is not None else "thường xuyên"
        done = [clock.local(stage.now).date() - timedelta(days=3), f"Báo cáo MP-{number} {MADE_UP}"] if is_done else []
        book.worksheets[0].append([f"MP-{number}", group, f"{title} {MADE_UP}", lead.code, "", due, "Báo cáo", *done])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _acts(stage: Stage) -> Iterator[tuple[int, list[Any]]]:
    """What happens on which day: one directive is done, one forgotten, one answered twice, one in progress."""
    first, second, third = (stage.departments[place % len(stage.departments)] for place in (0, 1, 2))
    given: dict[str, int] = {}

    def give(name: str, title: str, agency: AgencyView, day: int, until: int) -> None:
        now = stage.at(day).now
        wish = Wish(f"{title} {MADE_UP}", _working_day(stage, until), [Assigned(agency.id)])
        given[name] = steering.issue(wish=wish, actor=stage.leader, now=now, key=_key(name, "issue")).id

    def do(name: str, verb: Any, agency: AgencyView | None, day: int, *, attempt: str = "", **values: Any) -> None:
        actor = _manager(agency, stage) if agency else stage.leader
        now = stage.at(day, hour=15).now
        verb(directive_id=given[name], actor=actor, now=now, key=_key(name, verb.__name__ + attempt), **values)

    report: dict[str, Any] = {"text": f"Đã thực hiện {MADE_UP}.", "files": [_paper()]}
    yield (
        1,
        [
            partial(give, "a", "Báo cáo nguyên nhân hồ sơ trả lại nhiều lần", first, 1, 9),
            partial(give, "b", "Rà soát hồ sơ quá hạn, lập danh sách", second, 1, 11),
        ],
    )
    yield 2, [partial(do, "a", steering.accept, first, 2)]
    yield 3, [partial(give, "c", "Bố trí cán bộ trực bộ phận một cửa", third, 3, 14)]
    yield 4, [partial(do, "c", steering.accept, third, 4)]
    yield 8, [partial(do, "a", steering.answer, first, 8, **report)]
    yield 9, [partial(do, "a", steering.verify_answer, None, 9)]
    yield 10, [partial(give, "d", "Hướng dẫn lại cách hẹn trả kết quả", first, 10, 25)]
    yield 11, [partial(do, "d", steering.accept, first, 11)]
    yield 15, [partial(do, "c", steering.answer, third, 15, **report)]
    yield 18, [partial(do, "c", steering.answer, third, 18, attempt="again", **report)]
    yield 16, [partial(do, "c", steering.send_back, None, 16, reason=f"Thiếu lịch trực {MADE_UP}.")]


def _last_morning(stage: Stage) -> None:
    """Orders about what the board shows now: the department with most late dossiers, and one of them."""
    late = boards.Asked(figure=boards.Figure.LATE)
    listed = boards.listed(late, boards.EVERYTHING, now=stage.now, start=0, size=1)
    if not listed:
        return
    code = listed[0].row.code
    agency_id = dossiers.Dossier.objects.get(code=code).agency_id
    on = clock.local(stage.now).date()
    agency = identity.agencies_by_id([agency_id], on=on)[agency_id]
    due, lead = _working_day(stage, 4), [Assigned(agency.id)]
    wishes = [
        Wish(f"Giải quyết dứt điểm hồ sơ quá hạn này {MADE_UP}", due, lead, "", "dossier", code),
        Wish(f"Giảm số hồ sơ quá hạn {MADE_UP}", due, lead, "", "figure", f"late@{agency.code}"),
    ]
    for number, wish in enumerate(wishes):
        key = _key(f"last{number}", "issue")
        steering.issue(wish=wish, actor=stage.leader, now=stage.now, key=key)


def _working_day(stage: Stage, days: int) -> date:
    """The day so many days after the stage's, or the next working one."""
    day = clock.local(stage.now).date() + timedelta(days=days)
    calendar = identity.calendar(identity.calendar_version_of(stage.departments[0].id, on=day).pk)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def _manager(agency: AgencyView, stage: Stage) -> User:
    """A manager of the agency; where it has none, anybody who works there."""
    people = identity.staff([agency.id], on=clock.local(stage.now).date())
    return next((user for user in people if user.username.startswith("truongphong")), people[0])


def _paper() -> files.StoredFile:
    return files.store([pdf("BAO CAO KET QUA", pages=1)], name="bao-cao-mo-phong.pdf")


def _key(name: str, act: str) -> str:
    return f"demo-steering:{name}:{act}"
