"""Derives `profiles/brvt_2024/agencies.csv` from the administrative units of 2024-05-01 and `departments.csv`.

Usage: python profiles_tools/derive_agencies.py DATA_FOLDER   (the folder that holds admin_units/)
"""

import csv
import json
import sys
from pathlib import Path

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024"
PROVINCE = "77"
VALID_FROM = "2020-01-01"
FIRST_DISTRICT_SUFFIX = 30
COLUMNS = ["suffix", "parent_suffix", "level", "name", "short_name", "area_code", "valid_from", "valid_to"]


def rows(data: Path) -> list[list[str]]:
    """One row an agency: the People's Committee, its departments, districts and communes, parents first."""
    units = json.loads((data / "admin_units" / "units_2024-05-01.json").read_text())
    found = [["", "", "province", "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "UBND tỉnh", PROVINCE, VALID_FROM, ""]]
    with (PROFILE / "departments.csv").open(newline="") as handle:
        found += [
            [row["suffix"], "", "department", row["name"], row["short_name"], "", VALID_FROM, ""]
            for row in csv.DictReader(handle)
        ]
    districts = [unit for unit in units["districts"] if unit["parent"] == PROVINCE]
    for number, district in enumerate(districts, start=FIRST_DISTRICT_SUFFIX):
        found.append(committee(district, suffix=str(number), parent="", level="district"))
        communes = [unit for unit in units["wards"] if unit["parent"] == district["code"]]
        for position, commune in enumerate(sorted(communes, key=lambda unit: unit["code"]), start=1):
            suffix = f"{number}.{position:02d}"
            row = committee(commune, suffix=suffix, parent=str(number), level="commune")
            # Several districts have a commune of the same name: short names, used in lists, must tell them apart.
            row[COLUMNS.index("short_name")] += f", {lower_first(district['full_name'])}"
            found.append(row)
    return found


def committee(unit: dict[str, str], *, suffix: str, parent: str, level: str) -> list[str]:
    """The row of a unit's People's Committee."""
    name = lower_first(unit["full_name"])
    return [suffix, parent, level, f"Ủy ban nhân dân {name}", f"UBND {name}", unit["code"], VALID_FROM, ""]


def lower_first(name: str) -> str:
    """`name` as it stands inside a longer one."""
    return name[0].lower() + name[1:]


def main() -> None:
    """Writes the file."""
    with (PROFILE / "agencies.csv").open("w", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
