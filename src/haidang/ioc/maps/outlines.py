"""Reads a TopoJSON of areas. Pure: a file's content in, areas with their rings in degrees out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]


class Layer(StrEnum):
    """Which areas; the address of a page names them so."""

    DISTRICTS = "huyen"
    """The districts as they were until 30 June 2025."""
    COMMUNES = "xa"
    """The communes since 1 July 2025."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area: `members` are the codes of all areas, old and new, that lie in it; `district`: the one that it lies in.

    `people`, `km2`: inhabitants and square kilometres, None where they are not known. `is_apart`: drawn in a box.
    """

    code: str
    name: str
    district: str
    members: frozenset[str]
    rings: tuple[Ring, ...]
    people: int | None
    km2: float | None
    is_apart: bool


def read(file: Mapping[str, Any]) -> dict[Layer, tuple[Area, ...]]:
    """The areas of both layers; a commune's members are the old communes, a district's also those of today."""
    lines = _lines(file)
    apart = set(file.get("inset", []))
    communes = tuple(_area(each, lines, apart) for each in file["objects"]["communes"]["geometries"])
    districts = []
    for each in file["objects"]["districts"]["geometries"]:
        area = _area(each, lines, apart)
        inside = [commune for commune in communes if commune.district == area.code]
        # A district without communes is what its one commune of today came from.
        districts.append(_widened(area, inside))
    alone = {area.code for area in districts if not _old(file, area.code)}
    communes = tuple(_with_district(area) if area.district in alone else area for area in communes)
    return {Layer.DISTRICTS: tuple(districts), Layer.COMMUNES: communes}


def _old(file: Mapping[str, Any], code: str) -> Sequence[str]:
    shapes = file["objects"]["districts"]["geometries"]
    return next(shape["properties"]["old"] for shape in shapes if shape["id"] == code)


def _widened(area: Area, inside: Sequence[Area]) -> Area:
    members = area.members.union(*(commune.members for commune in inside))
    people = [commune.people for commune in inside if commune.people is not None]
    sizes = [commune.km2 for commune in inside if commune.km2 is not None]
    return _copied(
        area,
        members=members,
        people=sum(people) if people and len(people) == len(inside) else None,
        km2=round(sum(sizes), 2) if sizes and len(sizes) == len(inside) else None,
    )


def _with_district(area: Area) -> Area:
    return _copied(area, members=area.members | {area.district}, people=area.people, km2=area.km2)


def _copied(area: Area, *, members: frozenset[str], people: int | None, km2: float | None) -> Area:
    return Area(area.code, area.name, area.district, members, area.rings, people, km2, area.is_apart)


def _area(shape: Mapping[str, Any], lines: Sequence[Ring], apart: set[str]) -> Area:
    facts = shape["properties"]
    rings = tuple(_ring(ring, lines) for polygon in shape["arcs"] for ring in polygon)
    code = str(shape["id"])
    return Area(
        code=code,
        name=facts["name"],
        district=facts.get("district", code),
        members=frozenset([code, *facts["old"]]),
        rings=rings,
        people=facts.get("people"),
        km2=facts.get("km2"),
        is_apart=code in apart,
    )


def _lines(file: Mapping[str, Any]) -> list[Ring]:
    """The file's lines in degrees: it keeps the steps between whole points of a grid."""
    scale, move = file["transform"]["scale"], file["transform"]["translate"]
    found = []
    for arc in file["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        found.append(tuple(points))
    return found


def _ring(numbers: Sequence[int], lines: Sequence[Ring]) -> Ring:
    """A closed ring from its lines, of which ~n is line n from its end."""
    points: list[Point] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    return tuple(points)
