"""The PAR INDEX: trees, sums, and an assessment's whole way by its commands."""

import json
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.platform import journal
from haidang.reform import api as reform
from haidang.reform.api import par_index
from haidang.reform.par_index import sums
from haidang.reform.par_index.lifecycle import APPRAISED, TRANSITIONS, Command, Status
from haidang.reform.par_index.sums import Mark
from haidang.reform.par_index.tree import is_points, to_plain
from haidang.steering import api as steering
from world import DEPARTMENT, OTHER_DEPARTMENT

DUE = date(2024, 11, 20)
points = st.decimals(0, 5, places=2)


@given(st.lists(st.tuples(points, st.none() | points, st.none() | points), max_size=12))
@settings(deadline=None)
def test_a_sum_holds_every_point_once(rows):
    marks = [Mark(Decimal(5), own, appraised if own is not None else None) for _x, own, appraised in rows]
    found = sums.add(marks)
    assert found.maximum == 5 * len(marks)
    assert found.covered == 5 * found.scored
    slow = Decimal(0)
    for mark in marks:
        slow += mark.appraised if mark.appraised is not None else mark.own or 0
    assert found.points == slow <= found.covered
    assert (found.share is None) == (found.covered == 0)


def test_nothing_scored_is_no_share():
    assert sums.add([Mark(Decimal(3), None, None)]).share is None
    assert sums.add([]).maximum == 0


def test_points_have_two_decimals_at_most():
    good = [is_points(Decimal(text)) for text in ("0", "0.5", "1.25", "100", "1E+1")]
    bad = [is_points(Decimal(text)) for text in ("-1", "1.255", "100.01", "NaN", "Infinity")]
    assert (good, bad) == ([True] * 5, [False] * 5)


def test_the_tree_that_ships_is_a_sample_of_eight_fields():
    found = par_index.sample()
    assert (found.is_sample, len(found.fields)) == (True, 8)
    assert sum(field.criteria_known for field in found.fields) == 43
    assert sum(field.sub_criteria_known for field in found.fields) == 95


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda tree: tree["criteria"].append(dict(tree["criteria"][0])), "keys"),
        (lambda tree: tree["criteria"][0].update(field="9"), "field"),
        (lambda tree: tree["criteria"][0].update(maximum="0"), "points"),
        (lambda tree: tree["criteria"][0].update(maximum="1.234"), "points"),
        (lambda tree: tree["criteria"].clear(), "many"),
        (lambda tree: tree.pop("name"), "json"),
    ],
)
def test_a_tree_that_cannot_be_used_is_refused(change, problem):
    plain = json.loads(msgspec.json.encode(to_plain(par_index.sample())))
    change(plain)
    with pytest.raises(par_index.TreeUnfit) as unfit:
        par_index.read(msgspec.json.encode(plain))
    assert unfit.value.args[0] == problem
    assert par_index.unfit_words(unfit.value)


def test_every_status_leads_on_and_every_command_is_used():
    assert {status for status, _command in TRANSITIONS} == set(Status)
    assert {command for _status, command in TRANSITIONS} | {Command.START} == set(Command)
    assert {TRANSITIONS[Status.SUBMITTED, each] for each in (Command.ACCEPT, Command.LOWER)} == APPRAISED


class Year:
    """A department's year 2024 by the sample tree, and the people around it."""

    def __init__(self, world):
        self.world = world
        assert world.procedures
        self.manager = world.officer("manager", DEPARTMENT)
        self.own_leader = world.officer("leader", DEPARTMENT)
        self.leader = world.leader
        tree = self.do(par_index.publish_tree, world.administrator, content=par_index.sample()).id
        self.id = self.do(par_index.start_year, self.manager, agency_code=DEPARTMENT, year=2024, tree_id=tree).id
        self.row = par_index.Assessment.objects.get(of_year=self.id, criterion="3.2")

    def do(self, verb, actor, **values):
        common = {"actor": actor, "now": self.world.now, "key": self.world.key()}
        return verb(**common | values)

    def act(self, verb, actor, **values):
        return self.do(verb, actor, assessment_id=self.row.pk, **values)

    def scored(self, value="2.5"):
        return self.act(
            par_index.score_criterion, self.manager, points=Decimal(value), explanation="Theo báo cáo 06a",
            files=[self.world.upload().file],
        )  # fmt: skip

    def submitted(self):
        self.scored()
        return self.act(par_index.submit, self.manager)

    @property
    def mark(self):
        view = par_index.criterion_view(self.row.pk, user=self.leader, now=self.world.now)
        return view.line.mark

    @property
    def total(self):
        return par_index.year_view(self.id, user=self.leader, now=self.world.now).total


@pytest.fixture
def year(world):
    return Year(world)


def test_a_year_begins_without_points(year):
    assert (year.total.scored, year.total.points, year.total.waiting) == (0, 0, par_index.sample().maximum)
    with pytest.raises(reform.Invalid):
        year.do(par_index.start_year, year.manager, agency_code=DEPARTMENT, year=2024, tree_id=1)


def test_own_points_count_until_the_appraisal_counts(year):
    year.submitted()
    assert (year.mark.points, year.mark.lost) == (Decimal("2.5"), Decimal("0.5"))
    year.act(par_index.lower, year.leader, points=Decimal(2), reason="Thiếu minh chứng quý III")
    assert (year.mark.own, year.mark.points, year.mark.lost) == (Decimal("2.5"), 2, 1)
    assert (year.total.points, year.total.own, year.total.appraised) == (2, Decimal("2.5"), 1)
    year.act(par_index.reopen, year.leader, reason="Có minh chứng mới")
    assert year.mark.points == Decimal("2.5")
    year.act(par_index.submit, year.manager)
    year.act(par_index.accept, year.leader)
    assert (year.mark.appraised, reform.verify()) == (Decimal("2.5"), [])


def test_evidence_is_kept_and_found(year):
    year.scored()
    file = year.row.files.get()
    assert par_index.evidence(file.pk).sha256 == file.sha256
    with pytest.raises(reform.MeasureNotFound):
        par_index.evidence(file.pk + 1)


def test_a_repeated_scoring_is_one(year):
    first = [
        year.act(par_index.score_criterion, year.manager, points=Decimal(1), explanation="x", key="same-key-twice")
        for _ in range(2)
    ]
    assert (first[0].version, first[1].version, first[1].replayed) == (2, 2, True)
    assert len(journal.lines(year.row.stream)) == 2


def test_who_may_do_what(year, world):
    year.submitted()
    appraise = {"points": Decimal(1), "reason": "Thiếu"}
    for actor in (year.manager, year.own_leader, world.officer("leader", OTHER_DEPARTMENT), world.administrator):
        with pytest.raises(reform.NotAllowed):
            year.act(par_index.lower, actor, **appraise)
        with pytest.raises(reform.NotAllowed):
            year.act(par_index.accept, actor)
    year.act(par_index.send_back, year.leader, reason="Giải trình thêm")
    stranger = world.officer("manager", OTHER_DEPARTMENT)
    with pytest.raises(reform.NotAllowed):
        year.act(par_index.score_criterion, stranger, points=Decimal(1), explanation="x")
    with pytest.raises(reform.NotAllowed):
        year.do(par_index.publish_tree, year.leader, content=par_index.sample())
    with pytest.raises(reform.NotAllowed):
        year.do(par_index.start_year, stranger, agency_code=DEPARTMENT, year=2023, tree_id=1)


def test_who_scored_does_not_appraise(year):
    year.act(par_index.score_criterion, year.leader, points=Decimal(1), explanation="Thay cho Sở")
    year.act(par_index.submit, year.manager)
    with pytest.raises(reform.NotAllowed):
        year.act(par_index.accept, year.leader)


def test_what_cannot_be_is_refused(year):
    for value in ("3.01", "-1", "1.234"):
        with pytest.raises(reform.Invalid):
            year.act(par_index.score_criterion, year.manager, points=Decimal(value), explanation="x")
    with pytest.raises(reform.Invalid):
        year.act(par_index.score_criterion, year.manager, points=Decimal(1), explanation=" ")
    with pytest.raises(reform.WrongStatus):
        year.act(par_index.submit, year.manager)
    year.submitted()
    with pytest.raises(reform.Invalid):
        year.act(par_index.lower, year.leader, points=Decimal("2.5"), reason="Bằng điểm")
    with pytest.raises(reform.Conflict):
        year.act(par_index.accept, year.leader, expected_version=1)
    with pytest.raises(reform.MeasureNotFound):
        year.do(par_index.accept, year.leader, assessment_id=10**9)


def test_work_is_given_out_as_a_directive(year):
    year.act(par_index.assign, year.leader, owner_code=OTHER_DEPARTMENT, due_on=DUE, as_directive=True)
    year.row.refresh_from_db()
    directive = steering.Directive.objects.get(pk=year.row.directive)
    assert "3.2" in directive.title
    assert directive.due_on == DUE
    owner = year.world.officer("manager", OTHER_DEPARTMENT)
    year.act(par_index.score_criterion, owner, points=Decimal(1), explanation="Cơ quan phụ trách chấm")
    with pytest.raises(steering.NotAllowed):
        year.act(par_index.assign, year.manager, owner_code=OTHER_DEPARTMENT, due_on=DUE, as_directive=True)
    with pytest.raises(reform.Invalid):
        year.act(par_index.assign, year.manager, owner_code=DEPARTMENT, due_on=date(2024, 11, 1))


def test_lost_points_get_a_measure(year):
    with pytest.raises(reform.Invalid):
        year.act(par_index.plan_improvement, year.manager, measure="Nhắc hạn", owner_code=DEPARTMENT, due_on=DUE)
    year.scored()
    planned = year.act(
        par_index.plan_improvement, year.leader, measure="Nhắc hạn từng ngày", owner_code=DEPARTMENT, due_on=DUE,
        as_directive=True,
    )  # fmt: skip
    (row,) = par_index.improvements(year.id)
    assert (row.pk, row.lost, row.done_at) == (planned.id, Decimal("0.5"), None)
    assert steering.Directive.objects.filter(pk=row.directive).exists()
    stranger = year.world.officer("manager", OTHER_DEPARTMENT)
    with pytest.raises(reform.NotAllowed):
        year.do(par_index.record_improvement, stranger, improvement_id=row.pk, note="Xong")
    year.do(par_index.record_improvement, year.manager, improvement_id=row.pk, note="Đã nhắc hạn tự động")
    with pytest.raises(reform.WrongStatus):
        year.do(par_index.record_improvement, year.manager, improvement_id=row.pk, note="Lần nữa")
    assert reform.verify() == []


def test_years_stand_side_by_side(year):
    year.scored()
    year.do(par_index.start_year, year.manager, agency_code=DEPARTMENT, year=2023, tree_id=year.row.of_year.tree_id)
    found = {line.year.year: line.total for line in par_index.years()}
    assert (found[2024].points, found[2023].scored) == (Decimal("2.5"), 0)
