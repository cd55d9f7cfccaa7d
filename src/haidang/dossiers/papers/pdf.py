"""Draws a sheet as an A4 PDF: a pure function, the same sheet always gives the same bytes."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import segno
import typst

from haidang.dossiers.papers.sheet import Sheet

_HERE = Path(__file__).parent
_QUIET_ZONE = 4
"""Modules of white around a code, as ISO/IEC 18004 (TCVN 7322) asks."""


def draw(sheet: Sheet) -> bytes:
    """The sheet in the layout of Annex I of Decree 30/2020/NĐ-CP, with selectable text and its QR at the top left."""
    values = {**msgspec.to_builtins(sheet), "day_words": sheet.day_words}
    code = BytesIO()
    segno.make(sheet.qr, error="m", micro=False).save(code, kind="svg", scale=4, border=_QUIET_ZONE)
    # The compiler is made per paper: it keeps no state that could carry one person's data into another's paper.
    compiler = typst.Compiler(
        _source(),
        font_paths=_fonts(),
        sys_inputs={"sheet": msgspec.json.encode(values).decode(), "qr": code.getvalue().decode()},
    )
    year, month, day = map(int, sheet.day.split("-"))
    pdf = compiler.compile(format="pdf", timestamp=datetime(year, month, day, tzinfo=UTC))
    if not isinstance(pdf, bytes):  # one list entry a page is for images only
        raise TypeError("typst did not answer with one PDF")
    return pdf


@cache
def _source() -> bytes:
    return (_HERE / "sheet.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_HERE / "fonts")])
