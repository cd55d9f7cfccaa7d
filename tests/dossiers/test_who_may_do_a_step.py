"""Who may do which step: the queue, the page and the verbs agree with a slow oracle over plain rows."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.identity import api as identity
from haidang.identity.models import Delegation, RoleAssignment
from haidang.workflow.models import StepInstance
from world import DEPARTMENT, OTHER_DEPARTMENT, PAUSE, RESTART

ROLES = ("specialist", "leader", "reception")
UNITS = ("", "chuyen-mon", "thanh-tra")
NOT_BY = {"approve": {"appraise"}}
"""Of `commune-same-day`, by which the tests' procedures are dealt with; written down by hand."""


def roles_of(user_id, day):
    return [
        row
        for row in RoleAssignment.objects.filter(user=user_id).select_related("unit")
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
    ]


def reaches(row, step, dossier):
    if row.role != step.role or row.agency_id != step.agency_id:
        return False
    if row.procedure_code not in ("", dossier.procedure_code):
        return False
    return row.unit is None or not step.unit or row.unit.key == step.unit


def oracle(user, step, dossier, day):
    """Whether `user` may do `step`: said once more, by hand, from the tables."""
    done = StepInstance.objects.filter(instance=step.instance, node__in=NOT_BY.get(step.node, ()), status="done")
    barred = {who for item in done for who in (item.closed_by_id, item.on_behalf_of_id)} - {None}
    ways = []
    if any(reaches(row, step, dossier) for row in roles_of(user.pk, day)):
        ways.append(user.pk)
    for item in Delegation.objects.filter(delegate=user, valid_from__lte=day, valid_to__gt=day):
        lent = [row for row in roles_of(item.delegator_id, day)
                if item.role in ("", row.role) and item.agency_id in (None, row.agency_id)]  # fmt: skip
        if any(reaches(row, step, dossier) for row in lent):
            ways.append(item.delegator_id)
    if not ways:
        return False
    if step.assignee_id is not None and step.assignee_id != user.pk:
        ways = [way for way in ways if way == step.assignee_id and way != user.pk]
    return any(not barred & {user.pk, way} for way in ways)


@pytest.fixture
def office(world):
    """Nine officers with roles in units and agencies, some away, and dossiers at every step, some taken."""
    rng = random.Random(11)
    day = world.now.date()
    people = []
    for number in range(9):
        agency = rng.choice((DEPARTMENT, DEPARTMENT, OTHER_DEPARTMENT))
        user = world.officer(rng.choice(ROLES), agency, username=f"can.bo.{number}")
        for _extra in range(rng.randrange(3)):
            identity.assign_role(
                user=user, agency_code=agency, role=rng.choice(ROLES), valid_from=day,
                unit_key=rng.choice(UNITS), procedure_code=rng.choice(("", "", PAUSE)),
            )  # fmt: skip
        people.append(user)
    for _try in range(18):
        giver, taker = rng.sample(people, 2)
        wish = identity.Wish(giver, taker, day, day + timedelta(days=rng.randrange(1, 9)), "Nghỉ phép")
        try:
            with transaction.atomic():
                identity.delegate(wish, actor=giver, now=world.now, key=world.key())
        except identity.DelegationRefused:
            continue
    assert Delegation.objects.count() > 4
    codes = []
    for _each in range(14):
        code = world.bring(
            State.RECEIVED, rng.choice((PAUSE, RESTART)), agency=rng.choice((DEPARTMENT, OTHER_DEPARTMENT))
        )
        step = world.open_step(code)
        step.unit = rng.choice(UNITS)
        step.save()
        codes.append(code)
    return world, people, codes, rng


def check(world, people, codes, now):
    day, able = now.date(), 0
    for code in codes:
        step, dossier = world.open_step(code), world.dossier(code)
        if step is None:
            continue
        for user in people:
            expected = oracle(user, step, dossier, day)
            able += expected
            allowed = Command.COMPLETE_STEP in dossiers.allowed_commands(user, dossier, now=now)
            assert allowed == (expected and sees(user, dossier, day)), (user, step)
    for user in people:
        expected = {code for code in codes if may_now(world, user, code, day)}
        found = {row.code for row in dossiers.queue(user, now=now, task="step").rows}
        assert found == expected, user
    return able


def sees(user, dossier, day):
    return identity.may(
        user, identity.Permission.DOSSIER_PROCESS, agency_id=dossier.agency_id,
        procedure_code=dossier.procedure_code, on=day,
    )  # fmt: skip


def may_now(world, user, code, day):
    step = world.open_step(code)
    return step is not None and oracle(user, step, world.dossier(code), day)


@pytest.mark.once
def test_everybody_sees_and_does_exactly_what_the_oracle_says(office):
    world, people, codes, rng = office
    seen = check(world, people, codes, world.now)
    for _round in range(60):
        code, user = rng.choice(codes), rng.choice(people)
        step = world.open_step(code)
        if step is None:
            continue
        command = rng.choice(("claim", "complete_step", "complete_step", "release"))
        able = may_now(world, user, code, world.now.date())
        try:
            with transaction.atomic():
                world.act(command, code, actor=user)
        except (dossiers.NotAllowed, dossiers.DossierNotFound):
            assert not able
        except (dossiers.WrongState, dossiers.Conflict):
            assert command != "complete_step"
        else:
            # Whoever leads there takes a step back although he does not do it himself.
            assert able or command == "release"
    seen += check(world, people, codes, world.now)
    later = world.now + timedelta(days=5)
    seen += check(world, people, codes, later)
    assert seen > 100
    # The test itself has put steps into units, past the commands; nothing else may differ.
    assert {fault.problem for fault in dossiers.verify().faults} == {"row-differs steps.unit"}
