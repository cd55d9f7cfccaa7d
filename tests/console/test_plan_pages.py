"""Reorganisations in the administration and on the command line: seen, rehearsed, applied and reverted."""

import json
from datetime import timedelta

from django.urls import reverse
from test_console import text_of

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.platform.models import JournalEntry
from world import OTHER_DEPARTMENT, moment

CODE = "brvt-2025-07-01"
ARGS = {"plan_code": CODE}
PAGE, APPLY, REVERT = (f"console:{name}" for name in ("plan", "plan_apply", "plan_revert"))


def get(client, name, **args):
    return client.get(reverse(name, kwargs=args))


def status_of(code):
    return {row.code: str(row.status) for row in identity.reorganisations()}.get(code, "none")


def test_the_list_shows_the_plans_of_the_profile(world, admin):
    text = text_of(get(admin, "console:plans"))
    for code in ("brvt-2025-01-01", "brvt-2025-03-01", CODE):
        assert code in text
    assert text.count("Chưa áp dụng") == 3


def test_a_plan_that_does_not_fit_yet_says_what_is_wrong(world, admin):
    """The plan of July builds on that of January."""
    text = text_of(get(admin, PAGE, **ARGS))
    assert "Kế hoạch chưa áp dụng được" in text
    assert "end[" in text
    assert "có thể phải áp dụng trước: brvt-2025-01-01" in text
    assert admin.post(reverse(APPLY, kwargs=ARGS)).status_code == 422
    assert status_of(CODE) == "none"


def apply_all(admin):
    for code in ("brvt-2025-01-01", "brvt-2025-03-01", CODE):
        assert admin.post(reverse(APPLY, kwargs={"plan_code": code})).status_code == 302


def test_a_plan_is_rehearsed_applied_and_reverted(world, admin):
    code = world.bring(State.PROCESSING)
    first = {"plan_code": "brvt-2025-01-01"}
    before = JournalEntry.objects.count()
    assert "Áp dụng kế hoạch" in text_of(get(admin, PAGE, **first))
    assert JournalEntry.objects.count() == before, "looking writes nothing"
    assert "Áp dụng kế hoạch này?" in text_of(get(admin, APPLY, **first))
    apply_all(admin)
    text = text_of(get(admin, PAGE, **ARGS))
    assert "Sở Tư pháp H06.03" in text
    assert "Sở Tư pháp Thành phố Hồ Chí Minh H29.03" in text
    assert "Thu hồi kế hoạch" in text
    assert "Chưa kiểm chứng được" in text
    assert world.dossier(code).state == State.PROCESSING
    text = text_of(admin.post(reverse(REVERT, kwargs=first), follow=True))
    assert "brvt-2025-07-01" in text, "the plans that build on it are named"
    for each in (CODE, "brvt-2025-03-01", "brvt-2025-01-01"):
        admin.post(reverse(REVERT, kwargs={"plan_code": each}))
        assert status_of(each) == "reverted"


def test_after_its_day_a_plan_is_in_force_and_stays(world, admin):
    apply_all(admin)
    world.now = moment("2025-07-01T09:00")
    text = text_of(get(admin, PAGE, **ARGS))
    assert "Đang có hiệu lực" in text
    assert "Thu hồi kế hoạch" not in text
    response = admin.post(reverse(REVERT, kwargs=ARGS))
    assert response.status_code == 422
    assert "không thu hồi được nữa" in text_of(response)


def test_an_administrator_of_one_agency_sees_and_does_nothing_here(world, local_admin):
    for name, args in (("console:plans", {}), (PAGE, ARGS), (APPLY, ARGS), (REVERT, ARGS)):
        assert get(local_admin, name, **args).status_code == 403
    assert local_admin.post(reverse(APPLY, kwargs=ARGS)).status_code == 403


def test_an_unknown_plan_is_not_found(world, admin):
    for name in (PAGE, APPLY, REVERT):
        assert get(admin, name, plan_code="khong-co").status_code == 404


# What a rehearsal says


def test_effects_count_open_work_and_who_sees_it(world):
    codes = [world.bring(State.PROCESSING), world.bring(State.NEW)]
    world.bring(State.RETURNED)
    moving, gaining = world.officer("specialist"), world.officer("specialist", OTHER_DEPARTMENT)
    (plan, _second, _third) = identity.profile_plans()
    merged = identity.read_plan(json.dumps(plan.plain() | {"end": [MERGE], "new": [], "change": []}).encode())
    found = dossiers.rehearsal(merged, now=world.now + timedelta(days=20))
    (row,) = found.handovers
    assert (row.predecessor, row.successor, row.dossiers, row.open_steps) == ("H06.03", "H06.02", len(codes), 1)
    assert (row.late, row.promised, row.by_state) == (2, 1, {"1": 1, "4": 1})
    seen = {row.username: (row.gained, row.lost) for row in found.sight}
    assert seen == {gaining.username: (2, 0)}, f"{moving.username} goes on with what he had"
    assert found.procedures_without_executor == []
    assert found.plain()["totals"]["dossiers"] == 2


MERGE = {"code": "@.03", "kind": "merge", "heirs": [{"code": "@.02"}]}
