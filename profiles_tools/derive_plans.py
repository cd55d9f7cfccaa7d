"""Derives `profiles/brvt_2024/plans/*.json`: the reorganisations of 1/1, 1/3 and 1/7/2025.

Usage: python profiles_tools/derive_plans.py DATA_FOLDER   (the folder that holds admin_units/)

The units of 2024-05-01 and 2025-03-01 and the map of 2025-07-01 give who there is; which commune went into which on
1/1/2025, what came into force on 1/3/2025 and everything about departments stands below, with its source in SOURCES.md.
"""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024"
FORMAT = "haidang.reorganisation/1"
PROVINCE = "77"
Row = dict[str, Any]

# Resolution 1256/NQ-UBTVQH15 of 24/10/2024: unit codes of the communes that ended, and of those they went into. The
# committee of Phước Hải goes on and takes Long Mỹ in, though the list of units keeps the code of Long Mỹ for the two.
MERGED_2025_01 = {"26551": "26560", "26665": "26668", "26671": "26668", "26689": "26692", "26701": "26686"}
UNIT_CODE_2025 = {"26692": "26689"}
LONG_DAT = "38"
# Resolution 1365/NQ-UBTVQH15: the town of Phú Mỹ becomes a city, two of its communes wards.
PHU_MY, PHU_MY_WARDS = "754", {"26707", "26710"}

CITY = "H29"
COMMUNES = f"{CITY}.70"
SEATS = {  # the commune of 1/7/2025 in which the district's committee had its seat
    "30": "26506", "31": "26560", "32": "26575", "33": "26620", "38": "26680", "36": "26704", "37": "26732",
}  # fmt: skip
DEPARTMENTS = {  # suffix below the city's code: name, short name, departments of the province that go into it
    "01": ("Văn phòng Ủy ban nhân dân Thành phố Hồ Chí Minh", "VP UBND TP.HCM", ["01"]),
    "02": ("Sở Nội vụ Thành phố Hồ Chí Minh", "Sở Nội vụ TP.HCM", ["02", "12"]),
    "03": ("Sở Tư pháp Thành phố Hồ Chí Minh", "Sở Tư pháp TP.HCM", ["03"]),
    "04": ("Sở Tài chính Thành phố Hồ Chí Minh", "Sở Tài chính TP.HCM", ["04", "05"]),
    "05": ("Sở Công Thương Thành phố Hồ Chí Minh", "Sở Công Thương TP.HCM", ["06"]),
    "06": ("Sở Nông nghiệp và Môi trường Thành phố Hồ Chí Minh", "Sở NN&MT TP.HCM", ["07", "10"]),
    "07": ("Sở Xây dựng Thành phố Hồ Chí Minh", "Sở Xây dựng TP.HCM", ["08", "09"]),
    "08": ("Sở Khoa học và Công nghệ Thành phố Hồ Chí Minh", "Sở KH&CN TP.HCM", ["11", "15"]),
    "09": ("Sở Văn hóa và Thể thao Thành phố Hồ Chí Minh", "Sở VH&TT TP.HCM", ["13"]),
    "10": ("Sở Du lịch Thành phố Hồ Chí Minh", "Sở Du lịch TP.HCM", ["14"]),
    "11": ("Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh", "Sở GD&ĐT TP.HCM", ["16"]),
    "12": ("Sở Y tế Thành phố Hồ Chí Minh", "Sở Y tế TP.HCM", ["17"]),
    "13": ("Sở Ngoại vụ Thành phố Hồ Chí Minh", "Sở Ngoại vụ TP.HCM", ["18"]),
    "14": ("Thanh tra Thành phố Hồ Chí Minh", "Thanh tra TP.HCM", ["19"]),
    "15": ("Ban Quản lý các khu chế xuất và công nghiệp Thành phố Hồ Chí Minh", "BQL KCX&CN TP.HCM", ["20"]),
    "16": ("Sở Dân tộc và Tôn giáo Thành phố Hồ Chí Minh", "Sở DT&TG TP.HCM", ["21"]),
}
# Fields of law that left the main heir: press, broadcasting and publishing; social protection; vocational training.
FIELDS = {
    "11": {"09": ["G14-TT02", "G14-TT05", "G14-TT09", "G14-TT11"]},
    "12": {"12": ["G07-LĐ03", "G07-LĐ10"], "11": ["G03-GD03", "G07-LĐ06"]},
}


def main() -> None:
    """Writes the three files and says what the map does with the 77 communes."""
    units = Path(sys.argv[1]) / "admin_units"
    agencies = _agencies()
    of_2025 = _units(units / "units_2025-03-01.json")
    first = january(agencies, of_2025)
    second = march(agencies, of_2025)
    third = july(_communes_of_2025(agencies), json.loads((units / "brvt_merge_map_2025-07-01.json").read_text()))
    (PROFILE / "plans").mkdir(exist_ok=True)
    for plan in (first, second, third):
        path = PROFILE / "plans" / f"{plan['date']}.json"
        path.write_text(json.dumps(plan, ensure_ascii=False, indent=1) + "\n")


def january(agencies: list[Row], of_2025: dict[str, Row]) -> Row:
    """Long Điền and Đất Đỏ become Long Đất; five communes go into others; Kim Long becomes a town."""
    by_unit = {row["area_code"]: row for row in agencies}
    changes = []
    for row in agencies:
        if row["level"] != "commune" or row["area_code"] in MERGED_2025_01:
            continue
        unit = of_2025[UNIT_CODE_2025.get(row["area_code"], row["area_code"])]
        if unit["parent"] == PHU_MY:
            continue
        change = _change(row, unit, "huyện Long Đất" if unit["parent"] == "753" else row["short_name"].split(", ")[1])
        if unit["parent"] == "753":
            change["parent"] = f"@.{LONG_DAT}"
        if len(change) > 1:
            changes.append(change)
    ends = [
        {"code": f"@.{by_unit[old]['suffix']}", "kind": "merge", "heirs": [{"code": f"@.{by_unit[new]['suffix']}"}]}
        for old, new in sorted(MERGED_2025_01.items())
    ]
    ends += [{"code": f"@.{old}", "kind": "merge", "heirs": [{"code": f"@.{LONG_DAT}"}]} for old in ("34", "35")]
    new = _new(f"@.{LONG_DAT}", "huyện Long Đất", level="district", parent="@", area_code="753")
    return {
        "format": FORMAT,
        "code": "brvt-2025-01-01",
        "name": "Sắp xếp huyện, xã của tỉnh Bà Rịa - Vũng Tàu: huyện Long Đất; 82 còn 77 xã, phường, thị trấn",
        "date": "2025-01-01",
        "legal_basis": ["Nghị quyết 1256/NQ-UBTVQH15 ngày 24/10/2024"],
        "unverified": ["mã định danh @.38 của Ủy ban nhân dân huyện Long Đất"],
        "new": [new],
        "change": changes,
        "end": ends,
    }


def march(agencies: list[Row], of_2025: dict[str, Row]) -> Row:
    """Phú Mỹ becomes a city: it and all its communes are called otherwise, and nobody's work moves."""
    district = next(row for row in agencies if row["area_code"] == PHU_MY)
    changes = [
        {
            "code": f"@.{district['suffix']}",
            "name": _committee("thành phố Phú Mỹ"),
            "short_name": "UBND thành phố Phú Mỹ",
        }
    ]
    communes = [row for row in agencies if row["parent_suffix"] == district["suffix"]]
    changes += [_change(row, of_2025[row["area_code"]], "thành phố Phú Mỹ") for row in communes]
    return {
        "format": FORMAT,
        "code": "brvt-2025-03-01",
        "name": "Thành lập thành phố Phú Mỹ và các phường thuộc thành phố Phú Mỹ",
        "date": "2025-03-01",
        "legal_basis": ["Nghị quyết 1365/NQ-UBTVQH15"],
        "unverified": ["ngày có hiệu lực 1/3/2025"],
        "change": changes,
    }


def july(communes: list[Row], merge_map: list[Row]) -> Row:
    """77 communes become 30, the district level ends, the province goes into Ho Chi Minh City."""
    by_unit = {row["area_code"]: row["suffix"] for row in communes}
    _check(by_unit, merge_map)
    new = [_root(), *(_department(suffix) for suffix in DEPARTMENTS)]
    codes, ends = {}, [_end("@", "merge", CITY)]
    for number, row in enumerate(merge_map, start=1):
        code = codes[row["new_code"]] = f"{COMMUNES}.{number:02d}"
        new.append(_new(code, _lower(row["new_name"]), level="commune", parent=CITY, area_code=row["new_code"]))
        kind = "merge" if len(row["old_codes"]) > 1 else "move"
        ends += [_end(f"@.{by_unit[old]}", kind, code) for old in row["old_codes"]]
    ends += [_end(f"@.{suffix}", "end", codes[seat]) for suffix, seat in SEATS.items()]
    for suffix, (_name, _short, before) in DEPARTMENTS.items():
        ends += [_department_end(old, suffix) for old in before]
    return {
        "format": FORMAT,
        "code": "brvt-2025-07-01",
        "name": "Nhập tỉnh vào Thành phố Hồ Chí Minh, kết thúc cấp huyện; 77 còn 30 xã, phường, đặc khu",
        "date": "2025-07-01",
        "legal_basis": [
            "Nghị quyết 202/2025/QH15",
            "Nghị quyết 1685/NQ-UBTVQH15",
            "Luật Tổ chức chính quyền địa phương 2025",
        ],
        "unverified": [
            f"mã định danh {CITY} của Thành phố Hồ Chí Minh và mọi mã bên dưới nó",
            "các sở của Thành phố và việc sở nào nhận việc của sở nào (gồm cả việc sắp xếp sở từ 1/3/2025)",
            "hồ sơ đang xử lý của cấp huyện về xã, phường nơi huyện đặt trụ sở: lựa chọn của hồ sơ tỉnh này",
            "mọi thủ tục cấp huyện do cấp xã thực hiện: các nghị định phân định thẩm quyền chưa đối chiếu từng thủ tục",
        ],
        "new": new,
        "end": ends,
        "levels": [{"level": "district", "executors": [{"level": "commune"}]}],
    }


def _check(by_unit: dict[str, str], merge_map: list[Row]) -> None:
    """The map must take every commune exactly once; only Côn Đảo, a district without communes, comes from none."""
    taken = [old for row in merge_map for old in row["old_codes"]]
    if sorted(taken) != sorted(by_unit) or len(merge_map) != 30:
        raise SystemExit(f"the map does not fit: {set(taken) ^ set(by_unit)}, {len(taken)} taken")
    whole = [row["new_name"] for row in merge_map if not row["old_codes"]]
    print(f"{len(taken)} communes, each in exactly one of {len(merge_map)}; none is split; without communes: {whole}")


def _communes_of_2025(agencies: list[Row]) -> list[Row]:
    left = [row for row in agencies if row["level"] == "commune" and row["area_code"] not in MERGED_2025_01]
    return [{**row, "area_code": UNIT_CODE_2025.get(row["area_code"], row["area_code"])} for row in left]


def _change(row: Row, unit: Row, place: str) -> Row:
    """What the list of units says otherwise than the agency's row."""
    name = _lower(unit["full_name"])
    found = {
        "name": _committee(name),
        "short_name": f"UBND {name}, {place}",
        "area_code": unit["code"],
    }
    return {"code": f"@.{row['suffix']}", **{key: value for key, value in found.items() if row[key] != value}}


def _new(code: str, name: str, *, level: str, parent: str, area_code: str) -> Row:
    found = {"code": code, "name": _committee(name), "short_name": f"UBND {name}"}
    return {**found, "level": level, "parent": parent, "area_code": area_code}


def _root() -> Row:
    name = _committee("Thành phố Hồ Chí Minh")
    found = {"code": CITY, "name": name, "short_name": "UBND TP.HCM", "level": "province"}
    return {**found, "area_code": "79", "calendar": "province"}


def _department(suffix: str) -> Row:
    name, short_name, _before = DEPARTMENTS[suffix]
    return {
        "code": f"{CITY}.{suffix}", "name": name, "short_name": short_name, "level": "department", "parent": CITY,
    }  # fmt: skip


def _department_end(old: str, suffix: str) -> Row:
    if old not in FIELDS:
        return _end(f"@.{old}", "merge", f"{CITY}.{suffix}")
    named = [{"code": f"{CITY}.{heir}", "fields": fields} for heir, fields in FIELDS[old].items()]
    return {"code": f"@.{old}", "kind": "split", "heirs": [{"code": f"{CITY}.{suffix}"}, *named]}


def _end(code: str, kind: str, heir: str) -> Row:
    return {"code": code, "kind": kind, "heirs": [{"code": heir}]}


def _committee(name: str) -> str:
    return f"Ủy ban nhân dân {name}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _agencies() -> list[Row]:
    with (PROFILE / "agencies.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


def _units(path: Path) -> dict[str, Row]:
    units = json.loads(path.read_text())
    districts = {unit["code"] for unit in units["districts"] if unit["parent"] == PROVINCE}
    wards: Iterable[Row] = units["wards"]
    return {unit["code"]: unit for unit in wards if unit["parent"] in districts}


if __name__ == "__main__":
    main()
