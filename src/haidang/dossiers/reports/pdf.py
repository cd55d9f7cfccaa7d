"""A sheet as PDF: A4 landscape in the layout of Decree 30/2020, the heading of the table repeated on every page."""

from functools import cache
from pathlib import Path
from typing import Any

import typst

from haidang.dossiers.reports.sheet import Kind, Sheet, shown
from haidang.platform.canonical import canonical

_ALIGN = {Kind.TEXT: "left", Kind.NUMBER: "right", Kind.SHARE: "right"}


def document(sheet: Sheet) -> bytes:
    """The sheet as a PDF with selectable text."""
    compiler = typst.Compiler(_source(), sys_inputs={"sheet": canonical(_plain(sheet))}, ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf")
    if not isinstance(pdf, bytes):  # one list entry a page is for images only
        raise TypeError("typst did not answer with one PDF")
    return pdf


def _plain(sheet: Sheet) -> dict[str, Any]:
    columns = [
        {"title": item.title, "width": item.width, "align": _ALIGN.get(item.kind, "center"), "formula": item.formula}
        for item in sheet.columns
    ]
    lines = [
        {
            "strong": line.is_strong,
            "depth": line.depth,
            "values": [shown(value, item.kind) for value, item in zip(line.values, sheet.columns, strict=True)],
        }
        for line in sheet.lines
    ]
    return {
        "superior": sheet.superior,
        "agency": sheet.agency,
        "day": f"{sheet.made_on:%d}",
        "month": f"{sheet.made_on:%m}",
        "year": f"{sheet.made_on:%Y}",
        "form": sheet.form,
        "title": sheet.title,
        "subtitles": list(sheet.subtitles),
        "columns": columns,
        "groups": [list(group) for group in sheet.groups],
        "lines": lines,
        "notes": list(sheet.notes),
        "signers": list(sheet.signers),
        "text_column": sheet.text_column,
    }


@cache
def _source() -> bytes:
    return (Path(__file__).parent / "sheet.typ").read_bytes()
