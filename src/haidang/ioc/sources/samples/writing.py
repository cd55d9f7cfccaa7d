"""Sample rows as the files that offices send. Each says first of all that it is a sample."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

MARK = "SỐ LIỆU MẪU do phần mềm tạo ra, không phải số liệu thật"
Row = dict[str, Any]


def as_json(rows: Sequence[Row], *, further: str | None = None) -> bytes:
    """A page of rows; `further`: the address of the next."""
    page: dict[str, Any] = {"ghi_chu": MARK, "du_lieu": list(rows)}
    if further:
        page["trang_sau"] = further
    return json.dumps(page, ensure_ascii=False, default=str).encode()


def as_csv(rows: Sequence[Row]) -> bytes:
    """With semicolons, decimal commas and the mark that Excel here wants in front."""
    out = io.StringIO()
    out.write(MARK + "\r\n")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(rows[0] if rows else [])
    writer.writerows([_cell(cell) for cell in row.values()] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: Any) -> Any:
    return (
        str(cell).replace(".", ",")
        if isinstance(cell, float)
        else f"{cell:%d/%m/%Y}"
        if isinstance(cell, date)
        else cell
    )


def as_excel(rows: Sequence[Row]) -> bytes:
    """A sheet with its title rows first."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("Số liệu", 0)
    sheet.append([MARK])
    sheet.append([])
    sheet.append(list(rows[0]) if rows else [])
    for row in rows:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
