"""Random sound processes: sequences, decisions, loops, parallel branches and sub-processes, nested in one another."""

import itertools

from processes import flow, node, process, task, timer

ROLES = ("reception", "specialist", "manager", "leader", "clerk")


class _Writer:
    """Writes blocks; each has one way in and one way out, so whatever is put together of them is sound."""

    def __init__(self, rng, roles):
        self.rng, self.roles = rng, roles
        self.numbers = itertools.count(1)

    def name(self, kind):
        return f"{kind}{next(self.numbers)}"

    def block(self, depth):
        """A random block as (elements, first node, last node)."""
        nested = {self.sequence: 3, self.decision: 2, self.loop: 1, self.fork: 2, self.part: 1, self.delayed: 1}
        kinds = {self.step: 2, **(nested if depth > 0 else {})}
        return self.rng.choices(list(kinds), list(kinds.values()))[0](depth)

    def step(self, _depth, choices=""):
        name = self.name("t")
        more = {"agency": "intake"} if self.rng.random() < 0.1 else {}
        role, hours = self.rng.choice(self.roles), self.rng.choice((0.5, 2, 4, 8, 24))
        return task(name, role=role, hours=hours, choices=choices, **more), name, name

    def delayed(self, depth):
        """A block behind a timer that holds the way up for some office time."""
        name, inside = self.name("w"), self.block(depth - 1)
        waiting = timer("intermediateCatchEvent", name, self.rng.choice(("PT30M", "PT6H", "P2D")))
        return waiting + inside[0] + flow(name, inside[1]), name, inside[2]

    def sequence(self, depth):
        one, two = self.block(depth - 1), self.block(depth - 1)
        return one[0] + two[0] + flow(one[2], two[1]), one[1], two[2]

    def decision(self, depth):
        keys = ("a", "b", "c")[: self.rng.randint(2, 3)]
        asked, first, last = self.step(0, "|".join(f"{key}=Hướng {key}" for key in keys))
        split, join = self.name("x"), self.name("x")
        default = f"{split}-otherwise"
        ways = [self._way(depth, split, join, f"choice == '{key}'") for key in keys[:-1]]
        # One way may be empty: two arrows between the same gateways would be refused.
        is_short = self.rng.random() < 0.4
        ways.append(flow(split, join, identity=default) if is_short else self._way(depth, split, join, "", default))
        gates = node("exclusiveGateway", split, default=default) + node("exclusiveGateway", join)
        return asked + gates + flow(last, split) + "".join(ways), first, join

    def _way(self, depth, split, join, condition, identity=""):
        elements, first, last = self.block(depth - 1)
        return elements + flow(split, first, condition, identity or self.name("f")) + flow(last, join)

    def loop(self, depth):
        inside, asked = self.block(depth - 1), self.step(0, "ok=Đạt|again=Làm lại")
        join, split = self.name("x"), self.name("x")
        onward = self.name("x")
        gates = (
            node("exclusiveGateway", join)
            + node("exclusiveGateway", split, default=f"{split}-on")
            + node("exclusiveGateway", onward)
        )
        ways = flow(join, inside[1]) + flow(inside[2], asked[1]) + flow(asked[2], split)
        ways += flow(split, join, "choice == 'again'") + flow(split, onward, identity=f"{split}-on")
        return inside[0] + asked[0] + gates + ways, join, onward

    def fork(self, depth):
        split, join = self.name("p"), self.name("p")
        gates = node("parallelGateway", split) + node("parallelGateway", join)
        ways = []
        for _branch in range(2):
            # Nested forks multiply the positions that a check must walk through.
            elements, first, last = self.block(min(depth - 1, 1))
            ways.append(elements + flow(split, first) + flow(last, join))
        return gates + "".join(ways), split, join

    def part(self, depth):
        name, start, end = self.name("sub"), self.name("s"), self.name("e")
        elements, first, last = self.block(depth - 1)
        inside = node("startEvent", start) + elements + node("endEvent", end) + flow(start, first) + flow(last, end)
        return node("subProcess", name, inside), name, name


def random_process(rng, *, depth=3, roles=ROLES):
    """A random process file."""
    elements, first, last = _Writer(rng, roles).block(depth)
    ends = node("startEvent", "start") + node("endEvent", "end") + flow("start", first) + flow(last, "end")
    return process(elements, ends)
