"""Charts to take along: as a PNG, or on A4 pages as PDF with the table. The machine's fonts are not used."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from haidang.platform.canonical import canonical
from haidang.ui.charts import drawing

DOTS = 192
"""Dots an inch of a PNG: twice what a screen usually has."""


def png(chart: drawing.Chart, *, title: str, note: str) -> bytes:
    """The chart under its title as a picture."""
    found = _compiler("picture.typ", chart, {"title": title, "note": note}).compile(format="png", ppi=DOTS)
    if not isinstance(found, bytes):  # a list only where there are several pages
        raise TypeError("typst did not answer with one picture")
    return found


def pdf(
    chart: drawing.Chart | None, *, title: str, note: str, head: list[str], rows: list[list[str]], foot: str
) -> bytes:
    """The chart and its table on A4 pages."""
    values = {"title": title, "note": note, "head": head, "rows": rows, "foot": foot}
    found = _compiler("page.typ", chart, values).compile(format="pdf")
    if not isinstance(found, bytes):
        raise TypeError("typst did not answer with one PDF")
    return found


def _compiler(source: str, chart: drawing.Chart | None, values: Mapping[str, object]) -> typst.Compiler:
    svg = drawing.picture(chart) if chart else ""
    return typst.Compiler(
        _source(source), sys_inputs={"values": canonical(values), "svg": svg}, ignore_system_fonts=True
    )


@cache
def _source(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
