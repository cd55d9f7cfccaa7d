"""The plans of 2025 over a simulated province in mid-flight: nothing is lost, and the right people go on with it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from simulation_rows import SINCE, UNTIL

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.simulation.run import Wish, simulate
from haidang.workflow import api as workflow
from world import World, moment

PLANS = ("brvt-2025-01-01", "brvt-2025-03-01", "brvt-2025-07-01")
DAYS = (UNTIL.date(), date(2025, 1, 1), date(2025, 3, 1), date(2025, 7, 1))
AFTER = moment("2025-07-01T09:00")
VIEW = identity.Permission.DOSSIER_VIEW


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """150 dossiers played until 4/11/2024, with the staff of the province; taken back after this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        simulate(Wish(dossiers=150, seed=7, until=UNTIL, since=SINCE))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def province(lived, db):
    return World()


@pytest.fixture
def administrator(province):
    return identity.User.objects.get(username="quantri")


def plans():
    return {plan.code: plan for plan in identity.profile_plans()}


def apply(administrator, *codes):
    fields = catalogue.procedures_by_field()
    return [
        identity.apply_plan(plans()[code], fields=fields, actor=administrator, now=UNTIL) for code in codes or PLANS
    ]


def facts():
    """What must never change of a dossier."""
    return {
        row.pk: (row.code, row.due_at, row.promised_at, row.calendar_version_id, row.agency_id, row.version)
        for row in dossiers.Dossier.objects.all()
    }


def open_dossiers():
    return dossiers.Dossier.objects.filter(state__in=[int(state) for state in dossiers.OPEN])


def officers():
    return identity.User.objects.filter(kind="officer")


def test_the_profile_has_the_three_plans_and_their_counts(province, administrator):
    assert tuple(plans()) == PLANS
    apply(administrator)
    counts = {on: Counter(str(view.level) for view in identity.agencies(on)) for on in DAYS}
    assert [(found["district"], found["commune"]) for found in counts.values()] == [(8, 82), (7, 77), (7, 77), (0, 30)]
    names = {view.code: view.name for view in identity.agencies(DAYS[2])}
    assert names["H06.36"] == "Ủy ban nhân dân thành phố Phú Mỹ"


def test_nothing_in_a_dossier_changes(province, administrator):
    before = facts()
    apply(administrator)
    assert facts() == before
    audit = dossiers.verify()
    assert (audit.faults, audit.dossiers) == ([], 150)


@pytest.mark.parametrize("on", DAYS[1:])
def test_every_open_dossier_is_seen_by_exactly_its_successor(province, administrator, on):
    """By the plan's own rows, walked by hand: the officers of one agency, and nobody through a role of before."""
    apply(administrator)
    successions = {row["predecessor_id"]: row for row in succession_rows(on) if not row["procedures"]}
    specialists = {}
    for user in officers():
        for row in identity.assignments(user, on=on).filter(role="specialist"):
            specialists.setdefault(row.agency_id, []).append(user)
    standing = {view.id for view in identity.agencies(on)}
    assert set(specialists) <= standing, "nobody holds a role at an agency that has ended"
    for dossier in open_dossiers():
        heir = walked(dossier, on, successions)
        assert heir in standing
        seeing = {agency for agency, users in specialists.items()
                  if dossiers.visible_to(users[0], on=on).filter(pk=dossier.pk).exists()}  # fmt: skip
        assert seeing == {heir}


def succession_rows(on):
    from haidang.identity.models import Succession

    return list(Succession.objects.filter(on__lte=on).order_by("on").values())


def walked(dossier, on, main):
    agency, named = dossier.agency_id, {}
    for row in succession_rows(on):
        for code in row["procedures"]:
            named[row["predecessor_id"], code] = row["successor_id"]
    while agency in main:
        agency = named.get((agency, dossier.procedure_code)) or main[agency]["successor_id"]
    return agency


def test_the_successor_really_does_the_work(province, administrator):
    """Every open step is completed after 1/7/2025, by an officer whose role is at the heir."""
    apply(administrator)
    on, done = AFTER.date(), 0
    in_work = [int(State.RECEIVED), int(State.PROCESSING)]
    for dossier in dossiers.Dossier.objects.filter(is_paused=False, state__in=in_work):
        for step in workflow.open_steps(dossier.stream):
            heir = identity.heir_of([step.agency_id], procedure_code=dossier.procedure_code, on=on)[step.agency_id]
            actor = next(user for user in at(heir, step, dossier, on) if waits_for(user, dossier))
            choices = workflow.definition_of(step).choices
            receipt = dossiers.complete_step(
                code=dossier.code, step_id=step.pk, actor=actor, now=AFTER, key=f"after-{step.pk:09d}",
                choice=choices[0].key if choices else "",
            )  # fmt: skip
            done += receipt.version > dossier.version
    assert done > 20
    assert dossiers.verify().faults == []


def at(agency_id, step, dossier, on):
    """The officers who hold the step's role at that very agency; where it is somebody's already, only he."""
    found = identity.holders(
        step.role, agency_id=agency_id, procedure_code=dossier.procedure_code, on=on, unit=step.unit
    )
    roles = [(user, identity.assignments(user, on=on).filter(agency_id=agency_id)) for user in found]
    return [user for user, rows in roles if rows.exists() and step.assignee_id in (None, user.pk)]


def waits_for(user, dossier):
    return dossier.code in {row.code for row in dossiers.queue(user, now=AFTER, task="step").rows}


def somebody(agency_id, role, on, *, unit="", code=""):
    found = identity.holders(role, agency_id=agency_id, procedure_code=code, on=on, unit=unit)
    assert found, f"nobody is {role} at {agency_id}"
    return next(user for user in found if identity.assignments(user, on=on).filter(agency_id=agency_id).exists())


def test_a_dossier_filed_before_is_received_after_on_the_successors_calendar(province, administrator):
    code = province.submit(agency="H06.03", now=UNTIL).code
    apply(administrator)
    heir = identity.now_known_as(province.agency("H06.03").id, procedure_code="9.100001", on=AFTER.date())
    receipt = dossiers.accept(code=code, actor=somebody(heir.id, "reception", AFTER.date()), now=AFTER, key="accept-01")
    found = dossiers.Dossier.objects.get(pk=province.dossier(code).pk)
    assert receipt.code == code
    assert found.calendar_version == identity.calendar_version_of(heir.id, on=AFTER.date())
    assert found.due_at == moment("2025-07-08T17:00")


def test_steps_to_come_go_to_the_superior_and_the_departments_of_that_day(province, administrator):
    from haidang.dossiers.step_places import places_of

    dossier = open_dossiers().filter(agency__code__startswith="H06.3").first()
    before = {name: places_of(dossier, on=UNTIL.date())(name) for name in ("superior", "03", "12", "99")}
    apply(administrator)
    after = {name: places_of(dossier, on=AFTER.date())(name) for name in ("superior", "03", "12", "99")}
    views = identity.agencies_by_id([each for each in (*before.values(), *after.values()) if each], on=AFTER.date())
    codes = [{name: views[each].code for name, each in found.items() if each} for found in (before, after)]
    assert codes[0]["03"] == "H06.03"
    assert codes[1] == {"superior": "H29", "03": "H29.03", "12": "H29.02"}
    assert before["99"] is after["99"] is None


@pytest.mark.parametrize("period", [(SINCE, UNTIL), (SINCE, moment("2024-10-15T00:00"))])
def test_figures_under_the_old_and_the_new_structure_have_the_same_total(province, administrator, period):
    apply(administrator)
    rows = dossiers.Dossier.objects.filter(submitted_at__range=period).values_list("agency_id", "procedure_code")
    total = rows.count()
    by_structure = []
    for on in DAYS:
        heirs = identity.heirs(rows, on=on)
        figures = Counter(heirs[pair] for pair in rows)
        standing = {view.id for view in identity.agencies(on)}
        assert figures.keys() <= standing, "every figure belongs to an agency of that structure"
        by_structure.append(sum(figures.values()))
        root = next(view for view in identity.agencies(on) if view.parent_id is None)
        assert sum(figures[each] for each in identity.descendants(root.id, on=on)) == total
    assert by_structure == [total] * len(DAYS)
    assert total > 20


def test_new_filings_go_to_new_agencies_and_carry_new_codes(province, administrator):
    apply(administrator)
    assert province.procedures
    on = AFTER.date()
    for code in ("1.001193", "9.100001", *some_offered("district"), *some_offered("12"), *some_offered("11")):
        published = catalogue.published(code, on=on)
        agencies = catalogue.competent_agencies(published, on=on)
        assert agencies
        assert all(view.code.startswith("H29") for view in agencies)
    old = province.agency("H06.03").id
    new = next(view for view in identity.agencies(on) if view.name.startswith("Sở Tư pháp"))
    with pytest.raises(dossiers.Invalid):
        province.submit(now=AFTER, agency_id=old)
    receipts = [province.submit(now=AFTER, agency_id=new.id) for _time in range(2)]
    assert [receipt.code for receipt in receipts] == ["H29.03-250701-0001", "H29.03-250701-0002"]


def some_offered(rule):
    return [code for code, rules in catalogue.executing_rules().items() if rule in rules][:25]


def test_every_offered_procedure_has_an_executor_under_every_structure(province, administrator):
    apply(administrator)
    for on in DAYS:
        executors = identity.executors(on)
        for code, rules in catalogue.executing_rules().items():
            assert any(executors.of(rule, code) for rule in rules), (on, code)


def test_a_simulation_lives_through_a_reorganisation(province, administrator):
    """Whoever has the work after 1/7/2025 goes on with the stories; nobody files where nobody is any more."""
    apply(administrator)
    since, until = moment("2025-06-10T00:00"), moment("2025-07-25T17:00")
    outcome = simulate(Wish(dossiers=25, seed=99, until=until, since=since))
    assert 5 < outcome.filed < 25
    found = dossiers.Dossier.objects.filter(submitted_at__gte=since)
    assert {row.agency.code[:3] for row in found.select_related("agency")} == {"H06"}
    assert found.filter(finished_at__gte=AFTER).exists()
    assert dossiers.verify().faults == []


def test_reverting_the_chain_backwards_restores_every_row(province, administrator):
    from simulation_rows import rows

    before = rows()
    apply(administrator)
    assert [outcome.changed for outcome in apply(administrator)] == [False] * 3
    for code in reversed(PLANS):
        assert identity.revert_plan(code, actor=administrator, now=UNTIL).changed
    after = rows()
    mine = {"identity_reorganisation", "ground_journalentry", "sqlite_sequence"}
    assert {name: found for name, found in after.items() if name not in mine} == {
        name: found for name, found in before.items() if name not in mine
    }
    assert len(after["ground_journalentry"]) == len(before["ground_journalentry"]) + 6


def test_before_its_day_a_plan_changes_nobodys_sight(province, administrator):
    eve = DAYS[1] - timedelta(days=1)
    places = {user.username: set(dossiers.visible_to(user, on=eve).values_list("pk", flat=True)) for user in officers()}
    apply(administrator)
    assert places == {
        user.username: set(dossiers.visible_to(user, on=eve).values_list("pk", flat=True)) for user in officers()
    }


def test_the_queue_asks_as_many_queries_after_as_before(province, administrator, django_assert_max_num_queries):
    user = identity.User.objects.get(username="chuyenvien.30.01")
    with django_assert_max_num_queries(40) as before:
        dossiers.queue(user, now=UNTIL)
    apply(administrator)
    # He has more kinds of work then, and each kind of row has its names to ask for; not one more for each predecessor.
    with django_assert_max_num_queries(len(before.captured_queries) + 4):
        dossiers.queue(user, now=AFTER)
