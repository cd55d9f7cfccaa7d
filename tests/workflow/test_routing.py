"""The router against a plain token game over random processes: forwards, and after steps are given back."""

import random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from nested_processes import processes
from token_oracle import TokenGame

from haidang.workflow.bpmn import parse
from haidang.workflow.routing import Impossible, Walk, route, visits
from haidang.workflow.structure import check_structure
from processes import chain, flow, node, process, task

COMMON = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def ways(plan, waiting):
    for name in sorted(waiting):
        found = plan.nodes[name].task
        if found is None:
            yield {"do": "fire", "node": name, "choice": ""}
        else:
            for choice in [option.key for option in found.choices] or [""]:
                yield {"do": "complete", "node": name, "choice": choice}


def play(game, move):
    if move["do"] == "fire":
        game.fire(move["node"])
    else:
        game.complete(move["node"], move["choice"])


def same(walk, game):
    assert (walk.position.nodes, walk.position.has_ended) == (game.waiting, game.has_ended)


@COMMON
@given(processes(), st.integers(0, 2**32))
def test_forwards_the_engine_and_the_token_game_agree(content, seed):
    plan, problems = parse(content)
    assert problems == []
    assert check_structure(plan) == []
    rng, walk, game = random.Random(seed), Walk(lambda _version: plan), TokenGame(plan)
    moves = [{"do": "start", "version": 1}]
    walk.take(moves[0])
    same(walk, game)
    for _move in range(25):
        if game.has_ended:
            break
        move = rng.choice(list(ways(plan, game.waiting)))
        moves.append(move)
        walk.take(move)
        play(game, move)
        same(walk, game)
    # The same moves lead to the same position, whenever they are repeated, and tell of everything that is open.
    position = route(lambda _version: plan, moves)
    assert position == walk.position
    assert {
        (one.node, one.opened_by) for one in visits(lambda _v: plan, moves) if one.closed_by is None
    } == position.open


@COMMON
@given(processes(), st.integers(0, 2**32))
def test_a_step_given_back_leaves_what_the_token_game_leaves_without_it(content, seed):
    plan, _problems = parse(content)
    rng, walk = random.Random(seed), Walk(lambda _version: plan)
    walk.take({"do": "start", "version": 1})
    kept = []
    for _move in range(14):
        options = list(ways(plan, walk.position.nodes))
        if not options:
            break
        move = rng.choice(options)
        walk.take(move)
        kept.append(move)
    candidates = [
        (name, earlier)
        for name in sorted(walk.position.nodes)
        if plan.nodes[name].task
        for earlier in walk.returnable(name)
    ]
    assume(candidates)
    name, earlier = rng.choice(candidates)
    before = walk.position
    walk.take({"do": "return", "from": name, "node": earlier})
    last = max(place for place, move in enumerate(kept) if (move["do"], move["node"]) == ("complete", earlier))
    game = TokenGame(plan)
    for move in kept[:last] + kept[last + 1 :]:
        if move["node"] in game.waiting:
            play(game, move)
    same(walk, game)
    assert earlier in walk.position.nodes
    assert name not in walk.position.nodes
    # What stays open is the same as before, not opened anew.
    stays = {token for token in walk.position.open if token.node in before.nodes}
    assert {token for token in stays if token in before.open} == stays
    for move in list(ways(plan, walk.position.nodes))[:3]:
        walk.fork().take(move)


def test_a_join_in_a_loop_waits_for_all_its_branches_every_time():
    """The engine alone opens this one too early in the second round."""
    content = process(
        node("startEvent", "s"), task("a"), node("parallelGateway", "f"), task("b"), task("c"), task("d"),
        node("parallelGateway", "j"), task("r", choices="ok=X|redo=Y"), node("exclusiveGateway", "g", default="g-e"),
        node("endEvent", "e"), chain("s", "a", "f", "b", "j", "r", "g", "e"), chain("f", "c", "d", "j"),
        flow("g", "a", "choice == 'redo'"),
    )  # fmt: skip
    plan, _problems = parse(content)
    walk = Walk(lambda _version: plan)
    walk.take({"do": "start", "version": 1})
    for _round in range(3):
        for name in ("a", "b", "c"):
            walk.take({"do": "complete", "node": name, "choice": ""})
        assert walk.position.nodes == {"d"}
        walk.take({"do": "complete", "node": "d", "choice": ""})
        assert walk.position.nodes == {"r"}
        walk.take({"do": "complete", "node": "r", "choice": "redo"})


def test_moves_that_cannot_be_made_are_refused():
    plan, _problems = parse(process(node("startEvent", "s"), task("a"), node("endEvent", "e"), chain("s", "a", "e")))
    start, done = {"do": "start", "version": 1}, {"do": "complete", "node": "a", "choice": ""}
    back = {"do": "return", "from": "a", "node": "a"}
    for moves in (
        [done],
        [start, done, done],
        [start, back],
        [start, {"do": "fire", "node": "a"}],
        [start, {"do": "cancel"}, done],
    ):
        try:
            route(lambda _version: plan, moves)
        except Impossible:
            continue
        raise AssertionError(moves)
