"""Who may give, see and do what: the permission matrix of directives along the agency tree."""

from datetime import date

import pytest

from haidang.steering import api as steering
from haidang.steering.api import Assigned, Box, Command
from world import DEPARTMENT, DISTRICT, OTHER_DEPARTMENT

COMMUNE = "H06.30.01"
PEOPLE = {
    "province": ("leader", "H06", True),
    "head": ("leader", DEPARTMENT, False),
    "manager": ("manager", DEPARTMENT, False),
    "specialist": ("specialist", DEPARTMENT, False),
    "clerk": ("clerk", DEPARTMENT, False),
    "other_head": ("leader", OTHER_DEPARTMENT, False),
    "district": ("leader", DISTRICT, True),
    "administrator": ("administrator", "H06", True),
}


def person(world, name):
    role, agency, below = PEOPLE[name]
    return world.officer(role, agency, with_descendants=below)


# Who may direct which agency.
MAY_DIRECT = {
    "province": {"H06", DEPARTMENT, OTHER_DEPARTMENT, DISTRICT, COMMUNE},
    "head": {DEPARTMENT},
    "other_head": {OTHER_DEPARTMENT},
    "district": {DISTRICT, COMMUNE},
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_leader_directs_what_lies_at_or_below_his_own(chain, name):
    for code in ("H06", DEPARTMENT, OTHER_DEPARTMENT, DISTRICT, COMMUNE):
        user, assigned = person(chain.world, name), [Assigned(chain.world.agency(code).id)]
        if code in MAY_DIRECT.get(name, ()):
            assert chain.issue(actor=user, assigned=assigned)
        else:
            with pytest.raises(steering.NotAllowed):
                chain.issue(actor=user, assigned=assigned)


def test_nobody_names_others_out_of_his_reach(chain):
    places = [chain.world.agency(DEPARTMENT).id, chain.world.agency(DISTRICT).id]
    for part in ("cooperating", "watching"):
        with pytest.raises(steering.NotAllowed):
            chain.issue(actor=chain.head, assigned=[Assigned(places[0]), Assigned(places[1], part)])
    assert not steering.Directive.objects.exists()


# Of a directive by the province to the department: who sees it, who does what to it in each status.
SEES = {"province", "head", "manager"}
DOES = {
    "province": {Command.AMEND, Command.EXTEND, Command.URGE, Command.WITHDRAW, Command.RECORD_DONE},
    "head": {Command.ACCEPT},
    "manager": {Command.ACCEPT},
}
JUDGES = {"province": {Command.VERIFY, Command.SEND_BACK, Command.WITHDRAW}}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_sees_it_and_what_he_may_do(chain, name):
    found = chain.bring()
    user = person(chain.world, name)
    rows, total, _counts = steering.directives(user, now=chain.world.now, limit=10)
    assert (len(rows), total) == (int(name in SEES), int(name in SEES))
    if name not in SEES:
        with pytest.raises(steering.DirectiveNotFound):
            steering.view(user, found, now=chain.world.now)
        for command in Command:
            if command is not Command.ISSUE:
                with pytest.raises(steering.DirectiveNotFound):
                    chain.act(command, found, actor=user)
        return
    assert steering.view(user, found, now=chain.world.now).allowed == DOES[name]
    chain.act(Command.ACCEPT, found)
    chain.act(Command.ANSWER, found)
    assert steering.view(user, found, now=chain.world.now).allowed == JUDGES.get(name, set())
    if name not in JUDGES:
        with pytest.raises(steering.NotAllowed):
            chain.act(Command.VERIFY, found, actor=user)


def test_boxes_hold_what_is_given_and_what_is_to_be_answered(chain):
    chain.bring()
    counts = {
        name: [
            steering.directives(person(chain.world, name), now=chain.world.now, box=box, limit=5)[1]
            for box in (Box.GIVEN, Box.INBOX)
        ]
        for name in PEOPLE
    }
    none = [0, 0]
    assert counts == {**dict.fromkeys(PEOPLE, none), "province": [1, 0], "head": [0, 1], "manager": [0, 1]}


def test_a_district_leader_sees_only_his_district(chain):
    district, commune = chain.world.agency(DISTRICT).id, chain.world.agency(COMMUNE).id
    own = chain.issue(assigned=[Assigned(commune)]).id
    chain.issue()
    rows, total, counts = steering.directives(person(chain.world, "district"), now=chain.world.now, limit=10)
    assert ([row.directive.pk for row in rows], total) == ([own], 1)
    assert counts[steering.Standing.OPEN] == 1
    watched = chain.issue(assigned=[Assigned(chain.world.agency().id), Assigned(district, "watching")]).id
    rows, _total, _counts = steering.directives(person(chain.world, "district"), now=chain.world.now, limit=10)
    assert {row.directive.pk for row in rows} == {own, watched}


def test_a_subject_must_be_visible_to_who_gives(chain):
    from haidang.dossiers.api import State

    code = chain.world.bring(State.RECEIVED)
    district = person(chain.world, "district")
    place = [Assigned(chain.world.agency(DISTRICT).id)]
    subjects = [("dossier", code), ("agency", DEPARTMENT), ("figure", f"open@{DEPARTMENT}"), ("plan", "1")]
    for kind, key in subjects:
        with pytest.raises(steering.Invalid):
            chain.issue(actor=district, assigned=place, subject_kind=kind, subject_key=key)
    found = chain.issue(subject_kind="dossier", subject_key=code, assigned=[Assigned(place[0].agency_id)]).id
    # The district has the directive, but not what it is about.
    assert not steering.view(district, found, now=chain.world.now).may_open_subject
    assert steering.view(chain.leader, found, now=chain.world.now).may_open_subject


def test_files_are_for_who_sees_the_directive(chain):
    found = chain.issue(files=[chain.file()]).id
    file_id = steering.Attachment.objects.get(directive=found).pk
    for name in ("district", "specialist", "other_head"):
        with pytest.raises(steering.DirectiveNotFound):
            steering.file_for(person(chain.world, name), file_id, now=chain.world.now)
    for number in (0, -1, 2**63):
        with pytest.raises(steering.DirectiveNotFound):
            steering.file_for(chain.leader, number, now=chain.world.now)


def test_who_is_away_is_stood_in_for(chain):
    from haidang.identity import api as identity

    deputy = chain.world.officer("specialist", DEPARTMENT)
    found = chain.bring()
    assert steering.inbox_count(deputy, now=chain.world.now) == 0
    identity.delegate(
        identity.Wish(chain.head, deputy, date(2024, 11, 4), date(2024, 11, 9), "Đi công tác"),
        actor=chain.head, now=chain.world.now, key=chain.world.key(),
    )  # fmt: skip
    chain.act(Command.ACCEPT, found, actor=deputy)
    assert chain.row(found).accepted_by == deputy
