"""Derives `profiles/brvt_2024/map.json` (TopoJSON) from the boundaries of the 30 communes of 1 July 2025.

Usage: python profiles_tools/derive_map.py DATA_FOLDER   (the folder that holds admin_units/)

Every commune of 2025 lies in one district of 2024, so that the districts are drawn of the same lines: what two
communes of one district share is left out. Lines are simplified once, each between two meeting points, therefore
neighbours keep a common border and never gap.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import snapping
import topology

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024"
ISLAND_DISTRICT = "755"
"""Côn Đảo had no communes in 2024: its one unit of 2025 is the district."""
TOLERANCE, GRID, LEAST_ISLET = 0.0007, 10_000, 0.00002
"""Degrees that a line may be off (about 75 m), steps a degree, and the area in square degrees (0.25 km²) of islets."""
NEAR, MOST_OFF = 0.0002, 0.02
"""Degrees within which borders are one; by how much an area may differ from the source's."""


def areas(data: Path) -> tuple[list[dict], list[dict]]:
    """Communes with their district and facts, and districts, both with their rings in degrees."""
    folder = data / "admin_units"
    communes = json.loads((folder / "brvt_communes_2025-07-01.geojson").read_text())["features"]
    districts = json.loads((folder / "brvt_districts_2024.geojson").read_text())["features"]
    with (folder / "brvt_communes_2025_population.csv").open(newline="") as handle:
        people = {row["code"]: row for row in csv.DictReader(handle)}
    district_of = {old: each["properties"]["code"] for each in districts for old in each["properties"]["communes_2024"]}
    return [commune(each, people, district_of) for each in communes], [district(each) for each in districts]


def commune(feature: dict, people: dict, district_of: dict) -> dict:
    """A commune as it is written, with its rings."""
    facts = feature["properties"]
    found = {district_of.get(old, ISLAND_DISTRICT) for old in facts["old_codes"]}
    if len(found) != 1:
        raise SystemExit(f"{facts['code']} lies in several districts: {sorted(found)}")
    row = people[facts["code"]]
    return {
        "code": facts["code"],
        "name": facts["name"],
        "district": found.pop(),
        "old": sorted(facts["old_codes"]),
        "people": int(row["population"]),
        "km2": float(row["area_km2"]),
        "label": [float(row["label_lon"]), float(row["label_lat"])],
        "rings": rings(feature["geometry"]),
    }


def district(feature: dict) -> dict:
    """A district as it is written, with the source's own rings to compare with."""
    facts = feature["properties"]
    old = sorted(facts["communes_2024"])
    return {"code": facts["code"], "name": facts["name"], "old": old, "rings": rings(feature["geometry"])}


def rings(geometry: dict) -> list[list[tuple[float, float]]]:
    """Every ring but islets, closed."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    found = [[(lon, lat) for lon, lat, *_ in ring] for polygon in polygons for ring in polygon]
    kept = [ring for ring in found if abs(topology.area(ring)) >= LEAST_ISLET]
    return kept or [max(found, key=lambda ring: abs(topology.area(ring)))]


def derive(data: Path) -> dict:
    """The whole file."""
    communes, districts = areas(data)
    shapes = snapping.snapped({each["code"]: each["rings"] for each in communes}, NEAR)
    arcs, uses = topology.cut(shapes)
    arcs = [topology.simplified(arc, TOLERANCE) for arc in arcs]
    drawn = [{**facts(each), "rings": uses[each["code"]]} for each in communes]
    whole = []
    for each in districts:
        own = [uses[other["code"]] for other in communes if other["district"] == each["code"]]
        found = topology.dissolved([ring for group in own for ring in group], arcs)
        # What is left between two communes whose borders differ by a hair is no boundary.
        found = [ring for ring in found if abs(topology.area(topology.joined(ring, arcs))) >= LEAST_ISLET]
        whole.append({**facts(each), "rings": found})
        compare(each, found, arcs)
    origin, steps = topology.quantised(arcs, GRID)
    return {
        "type": "Topology",
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": origin},
        "arcs": steps,
        "inset": [ISLAND_DISTRICT, *(each["code"] for each in communes if each["district"] == ISLAND_DISTRICT)],
        "objects": {"communes": collection(drawn), "districts": collection(whole)},
    }


def facts(area: dict) -> dict:
    """What an area is besides its rings."""
    return {key: value for key, value in area.items() if key != "rings"}


def compare(district_: dict, found: list[list[int]], arcs: list) -> None:
    """Stops when a district drawn of its communes is not as large as the source says."""
    ours = sum(abs(topology.area(topology.joined(ring, arcs))) for ring in found)
    theirs = sum(abs(topology.area(ring)) for ring in district_["rings"])
    print(f"{district_['name']}: {len(found)} rings, {ours / theirs - 1:+.2%} of the source's area")
    if not math.isclose(ours, theirs, rel_tol=MOST_OFF):
        raise SystemExit(f"{district_['name']} differs too much")


def collection(shapes: list[dict]) -> dict:
    """Areas as TopoJSON writes them; every ring is a polygon, for there are no holes but between neighbours."""
    geometries = []
    for shape in shapes:
        properties = {key: value for key, value in shape.items() if key != "rings"}
        polygons = [[ring] for ring in shape["rings"]]
        geometries.append({"type": "MultiPolygon", "id": shape["code"], "properties": properties, "arcs": polygons})
    return {"type": "GeometryCollection", "geometries": geometries}


def main() -> None:
    """Writes the file."""
    found = derive(Path(sys.argv[1]))
    problems = topology.crossings(found)
    if problems:
        raise SystemExit(f"{problems} lines cross: a smaller tolerance is needed")
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (PROFILE / "map.json").write_text(text + "\n")
    counts = defaultdict(int, {key: len(value["geometries"]) for key, value in found["objects"].items()})
    points = sum(len(arc) for arc in found["arcs"])
    print(f"{dict(counts)}, {len(found['arcs'])} lines of {points} points, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
