"""Figures by key summed into the rows of a report: agencies under a structure, or fields of law. Pure functions.

No figure is ever dropped: a key that no row claims stands in a row of its own, so that every structure and every
grouping has the same total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from haidang.dossiers.reports.periods import Figures, total

NOWHERE = "khac"
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Node:
    """An agency of a structure: its id, its code, what it is called, and what it stands below (None: nothing)."""

    id: int
    code: str
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Row(Generic[K]):
    """A line of a report. `id` names it in addresses, `depth` is its place in the tree, `keys` are its dossiers.

    `is_own`: what an agency that has others below it does itself; the row above includes it.
    """

    id: str
    code: str
    name: str
    depth: int
    figures: Figures
    keys: frozenset[K]
    is_own: bool = False


def by_agency(
    figures: Mapping[K, Figures], *, home: Mapping[K, int], nodes: Sequence[Node], nowhere: str
) -> list[Row[K]]:
    """Rows of the tree that `nodes` make, each with all below it; `home` says at which agency a key counts.

    A key whose home is none of `nodes` counts in the row called `nowhere`, which stands last if there is any such.
    """
    ids = {node.id for node in nodes}
    own: dict[int | None, list[K]] = {}
    for key in figures:
        own.setdefault(home[key] if home[key] in ids else None, []).append(key)
    children: dict[int | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda each: each.code):
        children.setdefault(node.parent_id if node.parent_id in ids else None, []).append(node)
    rows = [row for node in children.get(None, []) for row in _branch(node, 0, own, children, figures)]
    if None in own:
        rows.append(_row(figures, own[None], id_=NOWHERE, name=nowhere))
    return rows


def _branch(
    node: Node,
    depth: int,
    own: Mapping[int | None, list[K]],
    children: Mapping[int | None, list[Node]],
    figures: Mapping[K, Figures],
) -> list[Row[K]]:
    below = [row for child in children.get(node.id, []) for row in _branch(child, depth + 1, own, children, figures)]
    mine = own.get(node.id, [])
    alone = _row(figures, mine, id_=f"rieng-{node.id}", code=node.code, name=node.name, depth=depth + 1, is_own=True)
    summed = [alone, *(row for row in below if row.depth == depth + 1)]
    keys = frozenset[K]().union(*(row.keys for row in summed))
    whole = Row(f"co-quan-{node.id}", node.code, node.name, depth, total(row.figures for row in summed), keys)
    return [whole, *([alone] if below and mine else []), *below]


def by_label(
    figures: Mapping[K, Figures], *, label: Mapping[K, str], names: Mapping[str, str], nowhere: str
) -> list[Row[K]]:
    """One row for each code in `names`, by name; keys with none of these labels count in the row called `nowhere`."""
    groups: dict[str | None, list[K]] = {}
    for key in figures:
        code = label.get(key)
        groups.setdefault(code if code in names else None, []).append(key)
    rows = [
        _row(figures, groups.get(code, []), id_=f"linh-vuc-{code}", code=code, name=name)
        for code, name in sorted(names.items(), key=lambda each: (each[1], each[0]))
    ]
    return [*rows, _row(figures, groups[None], id_=NOWHERE, name=nowhere)] if None in groups else rows


def _row(
    figures: Mapping[K, Figures],
    keys: Iterable[K],
    *,
    id_: str,
    name: str,
    code: str = "",
    depth: int = 0,
    is_own: bool = False,
) -> Row[K]:
    found = frozenset(keys)
    return Row(id_, code, name, depth, total(figures[key] for key in found), found, is_own)


def without_empty(rows: Sequence[Row[K]]) -> tuple[list[Row[K]], list[Row[K]]]:
    """The rows in which something is counted, and those in which nothing is: these are named, not left out silently."""
    return [row for row in rows if not row.figures.is_empty], [row for row in rows if row.figures.is_empty]
