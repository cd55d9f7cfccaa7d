"""Random sound processes for property tests: sequences, decisions, branches, loops, sub-processes, timers, nested."""

from itertools import pairwise

from hypothesis import strategies as st

from processes import chain, flow, node, process, task, timer


class Builder:
    """Draws blocks; each is (elements, entry, exit) with ids of its own."""

    def __init__(self, draw):
        self._draw, self._count = draw, 0

    def process(self):
        elements, entry, exit_ = self._block(depth=3, is_once=True)
        ends = node("startEvent", "start") + node("endEvent", "end")
        return process(ends, elements, chain("start", entry), chain(exit_, "end"))

    def _id(self, kind):
        self._count += 1
        return f"{kind}{self._count}"

    def _block(self, depth, *, is_once):
        kinds = (
            ["task", "timer"] if depth == 0 else ["task", "sequence", "sequence", "choice", "branches", "loop", "sub"]
        )
        if depth > 0:
            kinds += ["cut"] + (["reminder"] if is_once else [])
        return getattr(self, f"_{self._draw(st.sampled_from(kinds))}")(depth, is_once)

    def _task(self, _depth, _is_once):
        one = self._id("t")
        return task(one), one, one

    def _timer(self, _depth, _is_once):
        one = self._id("w")
        return timer("intermediateCatchEvent", one, "PT4H"), one, one

    def _sequence(self, depth, is_once):
        blocks = [self._block(depth - 1, is_once=is_once) for _one in range(self._draw(st.integers(2, 3)))]
        arrows = "".join(chain(one[2], two[1]) for one, two in pairwise(blocks))
        return "".join(block[0] for block in blocks) + arrows, blocks[0][1], blocks[-1][2]

    def _choice(self, depth, is_once):
        first, gate, merge = self._id("t"), self._id("g"), self._id("m")
        keys = ["ca", "cb", "cc"][: self._draw(st.integers(2, 3))]
        blocks = [self._block(depth - 1, is_once=is_once) for _key in keys]
        name = self._draw(st.sampled_from(["choice", first]))
        default = f"{gate}-{blocks[-1][1]}"
        parts = [
            task(first, choices="|".join(f"{key}=X" for key in keys)),
            node("exclusiveGateway", gate, default=default),
            node("exclusiveGateway", merge),
            chain(first, gate),
        ]
        for key, (elements, entry, exit_) in zip(keys, blocks, strict=True):
            condition = "" if f"{gate}-{entry}" == default else f"{name} == '{key}'"
            parts += [elements, flow(gate, entry, condition), chain(exit_, merge)]
        return "".join(parts), first, merge

    def _branches(self, depth, is_once):
        fork, join = self._id("f"), self._id("j")
        parts = [node("parallelGateway", fork), node("parallelGateway", join)]
        for _branch in range(self._draw(st.integers(2, 3))):
            elements, entry, exit_ = self._block(depth - 1, is_once=is_once)
            parts += [elements, chain(fork, entry), chain(exit_, join)]
        return "".join(parts), fork, join

    def _loop(self, depth, _is_once):
        merge, last, gate, out = self._id("m"), self._id("t"), self._id("g"), self._id("m")
        elements, entry, exit_ = self._block(depth - 1, is_once=False)
        return (
            "".join(
                [
                    node("exclusiveGateway", merge),
                    elements,
                    task(last, choices="ok=Xong|redo=Lại"),
                    node("exclusiveGateway", gate, default=f"{gate}-{out}"),
                    node("exclusiveGateway", out),
                    chain(merge, entry),
                    chain(exit_, last, gate, out),
                    flow(gate, merge, "choice == 'redo'"),
                ]
            ),
            merge,
            out,
        )

    def _sub(self, depth, is_once):
        sub, start, end = self._id("u"), self._id("s"), self._id("e")
        elements, entry, exit_ = self._block(depth - 1, is_once=is_once)
        inside = node("startEvent", start) + node("endEvent", end) + elements + chain(start, entry) + chain(exit_, end)
        return node("subProcess", sub, inside), sub, sub

    def _cut(self, depth, is_once):
        """A timer on the edge of a step or sub-process that ends it."""
        elements, host, _same = (self._task if self._draw(st.booleans()) else self._sub)(depth, is_once)
        edge, merge = self._id("b"), self._id("m")
        parts = [elements, timer("boundaryEvent", edge, "P1D", attachedToRef=host), node("exclusiveGateway", merge)]
        return "".join([*parts, chain(host, merge), chain(edge, merge)]), host, merge

    def _reminder(self, _depth, _is_once):
        """A timer that leaves its step open and opens another; only where it can happen once."""
        host, edge, reminder, end = self._id("t"), self._id("b"), self._id("t"), self._id("e")
        edge_event = timer("boundaryEvent", edge, "P1D", attachedToRef=host, cancelActivity="false")
        parts = [task(host), edge_event, task(reminder), node("endEvent", end), chain(edge, reminder, end)]
        return "".join(parts), host, host


@st.composite
def processes(draw):
    """The content of a process file."""
    return Builder(draw).process()
