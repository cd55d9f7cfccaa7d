"""Heirs and shares against a slow oracle that moves every piece of work day by day; rights that follow them."""

from datetime import date, timedelta
from random import Random

import pytest

from haidang.identity import api as identity
from haidang.identity.lineage import Edge, Lineage
from haidang.identity.models import Succession
from world import DEPARTMENT, DISTRICT, FIRST_DAY, OTHER_DEPARTMENT

AGENCIES, PROCEDURES = range(9), ("a", "b", "c", "d", "none")
FIRST = date(2025, 1, 1)


def random_history(rng):
    """Days with transfers (predecessor, successor, procedures); those of one day lead one way, so none is a ring."""
    for day in sorted(rng.sample(range(300), rng.randint(1, 5))):
        transfers, order = [], rng.sample(AGENCIES, len(AGENCIES))
        for place, agency in enumerate(order[:-1]):
            if rng.random() < 0.4:
                later = order[place + 1 :]
                *named, rest = rng.sample(later, min(len(later), rng.randint(1, 3)))
                codes = rng.sample(PROCEDURES[:-1], 4)
                transfers += [(agency, heir, tuple(codes[at * 2 : at * 2 + 2])) for at, heir in enumerate(named)]
                if rng.random() < 0.7:
                    transfers.append((agency, rest, ()))
        yield FIRST + timedelta(days=day), transfers


def moved(history, until):
    """Who holds each agency's work of each procedure in the end: all work is moved, a day at a time, until it rests."""
    holder = {(agency, code): agency for agency in AGENCIES for code in PROCEDURES}
    for day, transfers in history:
        if day > until:
            break
        for _round in AGENCIES:
            for (agency, code), now_at in holder.items():
                ways = [heir for before, heir, codes in transfers if before == now_at and code in codes]
                ways += [heir for before, heir, codes in transfers if before == now_at and not codes]
                holder[agency, code] = ways[0] if ways else now_at
    return holder


def built(history, until):
    edges = {}
    for day, transfers in history:
        for before, heir, codes in transfers if day <= until else ():
            edges.setdefault(before, []).append(Edge(heir, day, frozenset(codes)))
    return Lineage(edges)


@pytest.mark.parametrize("seed", range(120))
def test_every_piece_of_work_has_the_heir_that_a_slow_walk_through_the_days_finds(seed):
    rng = Random(seed)
    history = list(random_history(rng))
    until = FIRST + timedelta(days=rng.randrange(320))
    found, truth = built(history, until), moved(history, until)
    assert {(agency, code): found.heir(agency, code) for agency in AGENCIES for code in PROCEDURES} == truth
    for agency in AGENCIES:
        assert set(found.successors(agency)) == {truth[agency, code] for code in PROCEDURES} - {agency}
    for _try in range(4):
        held = set(rng.sample(AGENCIES, rng.randint(1, 4)))
        reach = [
            (agency, code)
            for share in found.shares(held)
            for agency in share.agency_ids
            for code in PROCEDURES
            if (share.only is None or code in share.only) and code not in share.without
        ]
        assert sorted(reach) == sorted(key for key, heir in truth.items() if heir in held)


def test_a_ring_of_one_day_comes_to_an_end():
    ring = Lineage({1: [Edge(2, FIRST)], 2: [Edge(1, FIRST)]})
    assert ring.heir(1) in {1, 2}


# Rights

DAY = date(2024, 12, 1)
BEFORE = DAY - timedelta(days=1)


def succeed(world, before, heir, *procedures, on=DAY):
    Succession.objects.create(
        predecessor_id=world.agency(before).id, successor_id=world.agency(heir).id, on=on,
        kind=Succession.Kind.SPLIT, procedures=list(procedures),
    )  # fmt: skip


def may(world, user, agency, *, on, code="9.1"):
    view = identity.Permission.DOSSIER_VIEW
    return identity.may(user, view, agency_id=world.agency(agency).id, procedure_code=code, on=on)


def test_from_the_day_on_the_right_is_the_successors_and_no_longer_the_predecessors(world):
    succeed(world, OTHER_DEPARTMENT, DEPARTMENT)
    old, new = world.officer("specialist", OTHER_DEPARTMENT), world.officer("specialist", DEPARTMENT)
    assert (may(world, old, OTHER_DEPARTMENT, on=BEFORE), may(world, new, OTHER_DEPARTMENT, on=BEFORE)) == (True, False)
    assert (may(world, old, OTHER_DEPARTMENT, on=DAY), may(world, new, OTHER_DEPARTMENT, on=DAY)) == (False, True)


def test_a_split_gives_each_his_procedures(world):
    succeed(world, OTHER_DEPARTMENT, DEPARTMENT)
    succeed(world, OTHER_DEPARTMENT, DISTRICT, "9.1", "9.2")
    main, named = world.officer("specialist", DEPARTMENT), world.officer("specialist", DISTRICT)
    for code, reach in {"9.1": (False, True), "9.2": (False, True), "9.3": (True, False)}.items():
        assert tuple(may(world, who, OTHER_DEPARTMENT, on=DAY, code=code) for who in (main, named)) == reach


def test_a_right_for_one_procedure_inherits_that_procedure_only(world):
    succeed(world, OTHER_DEPARTMENT, DEPARTMENT)
    user = world.officer("specialist", DEPARTMENT, procedure_code="9.1")
    assert may(world, user, OTHER_DEPARTMENT, on=DAY, code="9.1")
    assert not may(world, user, OTHER_DEPARTMENT, on=DAY, code="9.2")


def test_successors_and_predecessors_are_told_with_the_names_of_the_day(world):
    middle = date(2024, 11, 20)
    succeed(world, OTHER_DEPARTMENT, DISTRICT, on=middle)
    succeed(world, DISTRICT, DEPARTMENT)
    first = world.agency(OTHER_DEPARTMENT).id
    assert identity.successors(first, on=date(2024, 11, 19)) == []
    assert [view.code for view in identity.successors(first, on=middle)] == [DISTRICT]
    assert [view.code for view in identity.successors(first, on=DAY)] == [DEPARTMENT]
    found = identity.predecessors(world.agency(DEPARTMENT).id, on=DAY)
    assert [view.code for view in found] == [OTHER_DEPARTMENT, DISTRICT]
    assert identity.now_known_as(first, procedure_code="9.1", on=DAY).code == DEPARTMENT
    assert identity.now_known_as(world.agency(DEPARTMENT).id, procedure_code="9.1", on=DAY) is None
    assert identity.heir_of([first], procedure_code="9.1", on=FIRST_DAY) == {first: first}


def test_many_predecessors_ask_no_more_queries_than_one(world, django_assert_num_queries):
    user = world.officer("specialist", DEPARTMENT)
    others = [view for view in identity.agencies(DAY) if view.level == identity.Level.COMMUNE]
    Succession.objects.bulk_create(
        Succession(predecessor_id=view.id, successor_id=world.agency().id, on=DAY, kind="merge") for view in others
    )
    with django_assert_num_queries(4):
        (scope,) = identity.scopes(user, identity.Permission.DOSSIER_VIEW, on=DAY)
    assert len(scope.agency_ids) == len(others) + 1
