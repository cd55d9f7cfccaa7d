"""Where the catalogue's tests find files: the shared data where it stands beside the checkout, else the excerpts."""

import gzip
import json
import os
import re
from contextlib import closing
from datetime import datetime
from pathlib import Path

import openpyxl

import haidang

NOW = datetime.fromisoformat("2024-11-04T09:00+07:00")
EXCERPTS = Path(__file__).parent / "data"
PROFILE = Path(haidang.__file__).parent / "profiles" / "brvt_2024"


def shared_folder():
    """The folder `tthc` of the shared data, or None."""
    root = Path(os.environ.get("HAIDANG_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    folder = root / "data" / "tthc"
    return folder if folder.is_dir() else None


def source_files():
    """Every importable file: all shared ones, or else the shipped excerpts and profile."""
    folder = shared_folder() or EXCERPTS
    found = [path for path in folder.rglob("*") if path.name.endswith((".jsonl", ".jsonl.gz", ".json", ".xlsx"))]
    return sorted({*found, PROFILE / "procedures.jsonl.gz"})


def record_count(path):
    """Records of a file, counted without the importer: lines, or rows below the header of a sheet, or one."""
    if path.suffix == ".xlsx":
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            codes = [str(row[0] or "") for row in book.active.iter_rows(values_only=True)]
        return sum(1 for code in codes if re.match(r"\d\.\d", code))
    return len(lines_of(path)) if ".jsonl" in path.name else 1


def lines_of(path):
    """The lines of a JSON lines file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as handle:
        return [line.rstrip("\n") for line in handle]


def line(code="9.900001", name="Thủ tục cấp giấy phép thử nghiệm", **more):
    """A record in the shape of the portal's lines."""
    record = {
        "code": code,
        "name": name,
        "levels": ["TINH"],
        "fields": [{"code": "G99-01", "name": "Thử nghiệm"}],
        "promulgator": {"code": "G99", "name": "Bộ Thử nghiệm"},
        "methods": [{"channel": "ONLINE", "time": 5, "unit": "WORKING_DAY", "fees": [{"type": "FEE", "value": 50000}]}],
        "dossier": [{"case": "", "docs": [{"code": "KQ.1", "name": "Đơn đề nghị", "original": 1}]}],
    }
    return record | more


def write_lines(path, *records):
    """A JSON lines file of records (dicts) and of lines as they are (str)."""
    texts = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    return path
