"""A plan: what its file may not say, what applying writes, and that reverting leaves every row as it was."""

import json
from datetime import date, timedelta

import pytest

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.identity.models import (
    Agency,
    AgencyVersion,
    Delegation,
    LevelSuccession,
    Reorganisation,
    RoleAssignment,
    Succession,
    Unit,
)
from haidang.platform.models import JournalEntry
from world import DEPARTMENT, OTHER_DEPARTMENT, moment

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 1)
EVE = DAY - timedelta(days=1)
NEW = {"code": "@.50", "name": "Sở Nội vụ và Tư pháp", "short_name": "Sở NV&TP", "level": "department", "parent": "@"}
TABLES = (Agency, AgencyVersion, Succession, LevelSuccession, Unit, RoleAssignment)


def raw(**changes):
    """The file of a plan that merges Sở Nội vụ and Sở Tư pháp into a new department."""
    content = {
        "format": "haidang.reorganisation/1",
        "code": "thu-nghiem",
        "name": "Nhập hai sở",
        "date": DAY.isoformat(),
        "new": [NEW],
        "end": [
            {"code": "@.02", "kind": "merge", "heirs": [{"code": "@.50"}]},
            {"code": "@.03", "kind": "merge", "heirs": [{"code": "@.50"}]},
        ],
    } | changes
    return json.dumps(content).encode()


def plan(**changes):
    return identity.read_plan(raw(**changes))


def apply(world, found=None, *, now=None, actor=None):
    return identity.apply_plan(
        found or plan(), fields=catalogue.procedures_by_field(), actor=actor or world.administrator,
        now=now or world.now,
    )  # fmt: skip


def revert(world, code="thu-nghiem", *, now=None):
    return identity.revert_plan(code, actor=world.administrator, now=now or world.now)


def rows():
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def problems(world, found):
    with pytest.raises(identity.PlanRefused) as refused:
        apply(world, found)
    return {problem.place: problem.message for problem in refused.value.problems}


# Applying


def test_from_the_day_on_the_heir_stands_in_the_predecessors_place(world):
    apply(world)
    assert identity.agency(DEPARTMENT, on=EVE).name == "Sở Tư pháp"
    assert identity.agency("H06.50", on=DAY).name == NEW["name"]
    for code, on in ((DEPARTMENT, DAY), ("H06.50", EVE)):
        with pytest.raises(identity.AgencyNotFound):
            identity.agency(code, on=on)
    old = identity.agency(DEPARTMENT, on=EVE)
    assert [view.code for view in identity.successors(old.id, on=DAY)] == ["H06.50"]
    assert identity.now_known_as(old.id, procedure_code="", on=EVE) is None


def test_officers_go_on_at_the_heir_in_the_same_roles(world):
    officers = [world.officer("specialist", OTHER_DEPARTMENT), world.officer("leader", DEPARTMENT)]
    apply(world)
    heir = identity.agency("H06.50", on=DAY).id
    for user in officers:
        before, after = (list(identity.assignments(user, on=on)) for on in (EVE, DAY))
        assert [row.role for row in before] == [row.role for row in after]
        assert [row.agency_id for row in after] == [heir] != [before[0].agency_id]


def test_one_who_holds_the_same_role_at_both_holds_it_once(world):
    user = world.officer("specialist", OTHER_DEPARTMENT)
    identity.assign_role(user=user, agency_code=DEPARTMENT, role="specialist", valid_from=date(2024, 2, 1))
    until = date(2025, 6, 1)
    RoleAssignment.objects.filter(user=user, agency__code=DEPARTMENT).update(valid_to=until)
    assert world.administrator
    before = rows()
    apply(world)
    (row,) = identity.assignments(user, on=DAY)
    assert (row.agency.code, row.valid_to) == ("H06.50", None)
    revert(world)
    assert rows() == before


def test_the_same_plan_again_changes_nothing(world):
    assert apply(world).changed
    before, lines = rows(), JournalEntry.objects.count()
    assert not apply(world, now=moment("2024-11-05T09:00")).changed
    assert (rows(), JournalEntry.objects.count()) == (before, lines)


def test_another_plan_under_the_same_code_is_refused_with_what_differs(world):
    apply(world)
    other = plan(name="Khác", new=[NEW | {"name": "Sở Nội vụ – Tư pháp"}])
    assert "khác ở: name, new[0]." in problems(world, other)["thu-nghiem"]


@pytest.mark.parametrize("actor", ["leader", "citizen", "local"])
def test_only_an_administrator_of_the_whole_province_may(world, actor):
    who = {"leader": world.leader, "citizen": world.citizen}.get(actor) or world.officer("administrator", DEPARTMENT)
    with pytest.raises(identity.PlanRefused, match="quản trị viên của toàn tỉnh"):
        apply(world, actor=who)
    apply(world)
    with pytest.raises(identity.PlanRefused, match="quản trị viên của toàn tỉnh"):
        identity.revert_plan("thu-nghiem", actor=who, now=world.now)


def test_a_refused_plan_leaves_nothing_behind(world):
    assert world.administrator
    before, lines = rows(), JournalEntry.objects.count()
    problems(world, plan(date="2024-11-03"))
    assert (rows(), Reorganisation.objects.count(), JournalEntry.objects.count()) == (before, 0, lines)


def test_a_rehearsal_shows_the_plan_and_takes_it_back(world):
    before, lines = rows(), JournalEntry.objects.count()
    with identity.rehearsed(plan(), fields={}, now=world.now):
        assert identity.applied_plan("thu-nghiem").on == DAY
        assert identity.agency("H06.50", on=DAY)
    assert (rows(), Reorganisation.objects.count(), JournalEntry.objects.count()) == (before, 0, lines)


# Reverting


def test_reverting_before_the_day_leaves_every_row_as_it_was(world):
    for agency in (DEPARTMENT, OTHER_DEPARTMENT):
        world.officer("specialist", agency)
        world.officer("leader", agency, procedure_code="9.1")
    assert world.administrator
    before = rows()
    apply(world)
    assert rows() != before
    assert revert(world, now=moment("2024-12-31T23:59")).changed
    assert rows() == before
    assert not revert(world).changed
    assert apply(world).changed, "a reverted plan can be applied again"
    assert identity.verify_reorganisations() == (1, [])


def test_from_its_day_on_a_plan_cannot_be_reverted(world):
    apply(world)
    with pytest.raises(identity.PlanRefused, match="có hiệu lực từ 01/01/2025"):
        revert(world, now=moment("2025-01-01T00:00"))
    with pytest.raises(identity.PlanRefused, match="chưa từng áp dụng"):
        revert(world, "khac")


def test_a_plan_on_which_another_builds_is_reverted_last(world):
    apply(world)
    later = {"code": "@.50", "kind": "rename", "heirs": [{"code": "@.51"}]}
    apply(world, plan(code="tiep", date="2025-03-01", new=[NEW | {"code": "@.51"}], end=[later]))
    with pytest.raises(identity.PlanRefused, match="tiep"):
        revert(world)
    revert(world, "tiep")
    assert revert(world).changed


def test_a_role_given_or_ended_after_the_plan_was_applied_goes_the_same_way(world):
    apply(world)
    later = {"code": "@.50", "kind": "rename", "heirs": [{"code": "@.51"}]}
    apply(world, plan(code="tiep", date="2025-03-01", new=[NEW | {"code": "@.51"}], end=[later]))
    user = world.officer("clerk", DEPARTMENT)
    days = {world.now.date(): DEPARTMENT, DAY: "H06.50", date(2025, 3, 1): "H06.51"}
    for on, code in days.items():
        assert [row.agency.code for row in identity.assignments(user, on=on)] == [code]
    first = RoleAssignment.objects.get(user=user, agency__code=DEPARTMENT)
    identity.end_role(actor=world.administrator, assignment_id=first.pk, on=world.now.date())
    assert [list(identity.assignments(user, on=on)) for on in days] == [[], [], []]
    revert(world, "tiep")
    revert(world)
    assert list(identity.assignments(user, on=DAY)) == [], "who was let go does not come back"


def test_a_role_ended_early_does_not_come_back_at_one_heir_because_of_another(world):
    apply(world, plan(end=[merged("@.02", heir="@.04"), merged("@.03")]))
    user = world.officer("clerk", DEPARTMENT)
    identity.assign_role(user=user, agency_code=OTHER_DEPARTMENT, role="clerk", valid_from=date(2024, 3, 1))
    ended = RoleAssignment.objects.get(user=user, agency__code=DEPARTMENT)
    identity.end_role(actor=world.administrator, assignment_id=ended.pk, on=world.now.date())
    assert [row.agency.code for row in identity.assignments(user, on=DAY)] == ["H06.04"]
    with pytest.raises(identity.AccountRefused, match="đã kết thúc"):
        identity.end_role(actor=world.administrator, assignment_id=ended.pk, on=DAY)


# Splits


def test_a_split_sends_named_officers_and_procedures_elsewhere(world):
    staying, leaving = world.officer("specialist"), world.officer("specialist", username="theo.viec")
    codes = sorted(catalogue.procedures_by_field()["G15-TP07"])
    end = {
        "code": "@.03",
        "kind": "split",
        "heirs": [{"code": "@.50"}, {"code": "@.02", "fields": ["G15-TP07"], "procedures": ["9.1"]}],
        "officers": {"theo.viec": "@.02"},
    }
    apply(world, plan(end=[end]))
    old = identity.agency(DEPARTMENT, on=EVE).id
    heirs = {code: identity.now_known_as(old, procedure_code=code, on=DAY).code for code in [*codes, "9.1", "9.2"]}
    assert heirs == {**dict.fromkeys([*codes, "9.1"], OTHER_DEPARTMENT), "9.2": "H06.50"}
    assert [row.agency.code for row in identity.assignments(leaving, on=DAY)] == [OTHER_DEPARTMENT]
    assert [row.agency.code for row in identity.assignments(staying, on=DAY)] == ["H06.50"]


def test_an_agency_that_goes_on_can_give_work_away(world):
    user = world.officer("specialist")
    apply(world, plan(new=[], end=[], give=[{"code": "@.03", "heirs": [{"code": "@.02", "procedures": ["9.1"]}]}]))
    view, old = identity.Permission.DOSSIER_VIEW, identity.agency(DEPARTMENT, on=DAY).id
    may = [identity.may(user, view, agency_id=old, procedure_code=code, on=DAY) for code in ("9.1", "9.2")]
    assert may == [False, True]


# Executors


def test_procedures_of_an_ended_department_are_executed_by_its_heirs(world):
    assert world.procedures
    apply(world)
    published = catalogue.published("9.100001", on=world.now.date())
    executing = [[view.code for view in catalogue.competent_agencies(published, on=on)] for on in (EVE, DAY)]
    assert executing == [[OTHER_DEPARTMENT, DEPARTMENT], ["H06.50"]]
    heir = identity.agency("H06.50", on=DAY)
    assert "9.100001" in catalogue.procedures_of(heir.id, on=DAY)
    assert "9.100001" in {hit.code for hit in catalogue.search("", limit=2000, agency_code="H06.50", on=DAY).items}


def test_search_and_list_agree_on_what_each_heir_of_a_split_executes(world):
    end = {"code": "@.03", "kind": "split", "heirs": [{"code": "@.50"}, {"code": "@.02", "fields": ["G15-TP07"]}]}
    apply(world, plan(end=[end]))
    for code in ("H06.50", OTHER_DEPARTMENT):
        listed = catalogue.procedures_of(identity.agency(code, on=DAY).id, on=DAY)
        found = catalogue.search("", limit=2000, agency_code=code, on=DAY).items
        assert sorted(hit.code for hit in found) == listed
    moved = set(catalogue.procedures_by_field()["G15-TP07"])
    heirs = {code: set(catalogue.procedures_of(identity.agency(code, on=DAY).id, on=DAY))
             for code in ("H06.50", OTHER_DEPARTMENT)}  # fmt: skip
    before = set(catalogue.procedures_of(identity.agency(DEPARTMENT, on=EVE).id, on=EVE))
    assert before & moved <= heirs[OTHER_DEPARTMENT]
    assert before - moved == heirs["H06.50"]


# What a file may not say


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "tệp"),
        (b"{", "tệp"),
        (b"\xff\xfe", "tệp"),
        (b"[" * 100_000, "tệp"),
        (b'{"format": "other/9"}', "format"),
        (raw(code="Sai Mã"), "code"),
        (raw(date="2025-02-30"), "date"),
        (raw(unknown=1), "tệp"),
        (raw(new=[NEW | {"level": "village"}]), "new[0].level"),
        (raw(new=[NEW | {"name": "x" * 201}]), "new[0].name"),
        (raw(end=[{"code": "@.03", "kind": "merge"}]), "end[0]"),
        (raw(name="a\u0000b"), "name"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content, place):
    with pytest.raises(identity.PlanRefused) as refused:
        identity.read_plan(content)
    assert [problem.place for problem in refused.value.problems] == [place]


def merged(code, heir="@.50", **more):
    return {"code": code, "kind": "merge", "heirs": [{"code": heir}]} | more


def split(*heirs, code="@.03"):
    return {"code": code, "kind": "split", "heirs": list(heirs)}


SPLIT_TWICE = split({"code": "@.50"}, {"code": "@.02", "procedures": ["9.1"]}, {"code": "@.04", "procedures": ["9.1"]})
PROBLEMS = [
    ({"date": "2024-11-03"}, "date", "đã qua"),
    ({"end": [], "new": []}, "end", "không đổi gì"),
    ({"end": [merged("@.99")]}, "end[0].code", "không có cơ quan"),
    ({"end": [merged("@.03"), merged("@.03")]}, "end[1].code", "hai lần"),
    ({"end": [merged("@.03", heir="@.03")]}, "end[0].heirs[0].code", "hai lần"),
    ({"end": [merged("@.03", heir="@.88")]}, "end[0].heirs[0].code", "không có cơ quan"),
    ({"end": [merged("@.02", heir="@.03"), merged("@.03", heir="@.02")]}, "end[0].heirs[0].code", "cũng kết thúc"),
    ({"end": [merged("@.03", heirs=[])]}, "end[0].heirs", "đúng một"),
    ({"end": [merged("@.03", heirs=[{"code": "@.50", "procedures": ["9.1"]}])]}, "end[0].heirs", "đúng một"),
    ({"end": [split({"code": "@.50"})]}, "end[0].kind", "split"),
    ({"end": [SPLIT_TWICE]}, "end[0].heirs[1].procedures", "hai cơ quan"),
    ({"end": [split({"code": "@.50"}, {"code": "@.02", "fields": ["zz"]})]}, "end[0].heirs[1].fields", "lĩnh vực zz"),
    ({"new": [NEW | {"code": "@.04"}]}, "new[0].code", "đã có"),
    ({"new": [NEW | {"code": "abc"}]}, "new[0].code", "không phải mã"),
    ({"new": [NEW | {"parent": "@.77"}]}, "new[0].parent", "không có cơ quan"),
    ({"new": [NEW | {"parent": None}]}, "H06.50", "không có lịch"),
    ({"new": [NEW | {"calendar": "zz"}]}, "new[0].calendar", "không có lịch"),
    ({"change": [{"code": "@.04"}]}, "change[0]", "không đổi gì"),
    ({"change": [{"code": "@.04", "parent": "@.03"}]}, "change[0].parent", "không có cơ quan"),
    ({"change": [{"code": "@.30", "parent": "@.30.01"}]}, "H06.30", "đi vòng"),
    ({"end": [merged("@.30")]}, "H06.30.01", "chưa có cấp trên mới"),
    ({"give": [{"code": "@.04", "heirs": [{"code": "@.05"}]}]}, "give[0].heirs", "phải ghi thủ tục"),
    ({"end": [merged("@.03", officers={"nobody": "@.50"})]}, "end[0].officers.nobody", "không có cán bộ"),
    ({"levels": [{"level": "district", "executors": []}]}, "levels[0].executors", "ai thực hiện"),
    ({"levels": [{"level": "district", "executors": [{"level": "district"}]}]}, "levels[0].executors[0]", "cấp này"),
    ({"levels": [{"level": "district", "executors": [{"agency": "@.03"}]}]}, "levels[0].executors[0]", "cơ quan mang"),
    ({"levels": [{"level": "district", "executors": [{}]}]}, "levels[0].executors[0]", "hoặc"),
]


@pytest.mark.parametrize(("changes", "place", "words"), PROBLEMS, ids=[f"{p[1]}-{at}" for at, p in enumerate(PROBLEMS)])
def test_a_plan_that_does_not_fit_says_which_row_and_why(world, changes, place, words):
    assert words in problems(world, plan(**changes))[place]


def test_rings_of_gifts_are_refused(world):
    ring = [{"code": a, "heirs": [{"code": b, "procedures": ["9.1"]}]} for a, b in (("@.04", "@.05"), ("@.05", "@.04"))]
    assert "vòng trở lại" in problems(world, plan(new=[], end=[], give=ring))["give[0].heirs"]


def test_a_level_that_ends_needs_somebody_to_execute_its_procedures(world):
    districts = [view.code.replace("H06", "@") for view in identity.agencies(DAY, level="district")]
    communes = [view.code.replace("H06", "@") for view in identity.agencies(DAY, level="commune")]
    moved = [{"code": code, "parent": "@"} for code in communes]
    ends = {"end": [merged(code) for code in districts], "change": moved}
    assert "không còn cơ quan nào" in problems(world, plan(**ends))["levels"]
    apply(world, plan(**ends, levels=[{"level": "district", "executors": [{"level": "commune"}]}]))
    executors = identity.executors(DAY)
    assert executors.of("district") == executors.of("commune") == {view.id for view in executors.views.values()
                                                                   if view.level == "commune"}  # fmt: skip


def test_two_plans_for_one_agency_on_the_same_day_or_backwards_in_time_are_refused(world):
    apply(world, plan(date="2025-03-01", end=[merged("@.03")], change=[{"code": "@.04", "name": "Sở Kế hoạch"}]))
    same_day = [
        ({"end": [merged("@.03", heir="@.05")]}, "end[0].code", "không có cơ quan"),
        ({"end": [merged("@.05", heir="@.03")]}, "end[0].heirs[0].code", "không có cơ quan"),
        ({"end": [merged("@.04", heir="@.05")]}, "end[0].code", "thu-nghiem"),
    ]
    for changes, place, words in same_day:
        assert words in problems(world, plan(code="khac", date="2025-03-01", new=[], **changes))[place]
    found = problems(world, plan(code="khac", date="2025-02-28", new=[], end=[merged("@.06", heir="@.05")]))
    assert "thu-nghiem" in found["date"]


# The journal


def test_a_changed_row_or_line_is_found(world):
    apply(world)
    assert identity.verify_reorganisations() == (1, [])
    Succession.objects.update(procedures=["9.1"])
    _count, faults = identity.verify_reorganisations()
    assert [(fault.stream, fault.problem) for fault in faults] == [
        ("reorganisation:thu-nghiem", "rows-differ successions")
    ]
    Succession.objects.update(procedures=[])
    Reorganisation.objects.update(on=date(2025, 2, 1))
    assert [fault.problem for fault in identity.verify_reorganisations()[1]] == ["state-differs"]
    Reorganisation.objects.update(on=DAY, head_hash="0" * 64)
    assert [fault.problem for fault in identity.verify_reorganisations()[1]] == ["unexpected"]


def test_the_journal_says_who_and_what(world):
    apply(world)
    revert(world)
    lines = JournalEntry.objects.filter(stream="reorganisation:thu-nghiem").order_by("seq")
    assert [(line.kind, line.actor) for line in lines] == [
        ("identity.reorganisation.apply", world.administrator.reference),
        ("identity.reorganisation.revert", world.administrator.reference),
    ]
    told = json.loads(lines[0].payload)
    assert told["content_hash"] == plan().content_hash
    assert [row[1] for row in told["rows"]["agencies"]] == ["H06.50"]


# Units and delegations


def test_a_role_in_a_unit_goes_on_in_the_unit_of_the_same_key(world):
    unit = Unit.objects.filter(agency__code=DEPARTMENT).order_by("key").first()
    user = world.officer("administrator", world.province, with_descendants=True)
    clerk = world.officer("clerk", OTHER_DEPARTMENT)
    identity.assign_role(
        user=clerk, agency_code=DEPARTMENT, role="manager", valid_from=date(2024, 2, 1), unit_key=unit.key,
        is_deputy=True,
    )  # fmt: skip
    before = rows()
    apply(world, actor=user)
    (row,) = identity.assignments(clerk, on=DAY).filter(role="manager")
    assert (row.agency.code, row.unit.agency_id, row.unit.key, row.is_deputy) == (
        "H06.50", row.agency_id, unit.key, True,
    )  # fmt: skip
    names = {(each.key, each.name) for each in identity.units([row.agency_id], on=DAY)}
    assert (unit.key, unit.name) in names
    (scope,) = (each for each in identity.role_scopes(clerk, "manager", on=DAY))
    assert scope.unit == unit.key
    assert scope.reaches(agency_id=unit.agency_id, procedure_code="9.1", unit=unit.key)
    revert(world)
    assert rows() == before


def test_whoever_stands_in_at_an_agency_that_ends_stands_in_at_its_heir(world):
    away, colleague = world.officer("leader", DEPARTMENT), world.officer("specialist", DEPARTMENT)
    apply(world)
    Delegation.objects.create(
        delegator=away, delegate=colleague, agency_id=identity.agency(DEPARTMENT, on=EVE).id, role="leader",
        valid_from=EVE, valid_to=DAY + timedelta(days=5), reason="Đi công tác", made_by=away, made_at=world.now,
    )  # fmt: skip
    held = [identity.role_scopes(colleague, "leader", on=on) for on in (EVE, DAY)]
    assert [len(scopes) for scopes in held] == [1, 1]
    assert identity.agency("H06.50", on=DAY).id in held[1][0].agency_ids
    assert held[1][0].delegator_id == away.pk
