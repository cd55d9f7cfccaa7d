"""The messages between the house and its payment gateway: reading, writing, checking their shape. Pure.

Field names are those of the payment platform of the national public service portal as far as they are known
(MaThamChieu, SoTien, ThoiGianGD …). How that platform computes its checksum is not public: `signing` is ours, and a
real connection replaces this module and `http_gateway` (docs/decisions/0025).
"""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from haidang.payments.ports import StatementLine, Told

DONE = "00"
MOST_VND = 10**13
_LOCAL = timezone(timedelta(hours=7))
_MOMENT = "%Y%m%d%H%M%S"
_NUMBER, _REFERENCE = 50, 100


class Malformed(ValueError):
    """A message that is not of the agreed shape; says which field."""


def encode(**fields: Any) -> bytes:
    """A message as it is signed and sent."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def decode(body: bytes) -> dict[str, Any]:
    """The fields of a message; raises Malformed."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(found, dict):
        raise Malformed("not an object")
    return found


def is_done(fields: Mapping[str, Any]) -> bool:
    """Whether a notice says that money has come in."""
    return fields.get("TrangThai") == DONE


def told(gateway: str, fields: Mapping[str, Any]) -> Told:
    """The money that a notice or an answer tells of; raises Malformed."""
    return Told(
        gateway=gateway,
        number=text(fields, "MaGiaoDich", most=_NUMBER),
        reference=text(fields, "MaThamChieu", most=_REFERENCE),
        amount_vnd=_amount(fields, "SoTien"),
        paid_at=moment(fields),
    )


def text(fields: Mapping[str, Any], name: str, *, most: int) -> str:
    """A text of one to `most` printable letters; raises Malformed."""
    found = fields.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= most or not found.isprintable():
        raise Malformed(name)
    return found


def hint(fields: Mapping[str, Any], name: str, *, most: int) -> str:
    """A text as `text` reads it, for rows that an operator looks at; empty where it is not readable."""
    try:
        return text(fields, name, most=most)
    except Malformed:
        return ""


def _amount(fields: Mapping[str, Any], name: str) -> int:
    found = fields.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < MOST_VND:
        raise Malformed(name)
    return found


def moment(fields: Mapping[str, Any]) -> datetime:
    """`ThoiGianGD`, local time of Vietnam; raises Malformed."""
    try:
        return datetime.strptime(text(fields, "ThoiGianGD", most=14), _MOMENT).replace(tzinfo=_LOCAL)
    except ValueError as error:
        raise Malformed("ThoiGianGD") from error


def words(at: datetime) -> str:
    """A moment as messages write it."""
    return at.astimezone(_LOCAL).strftime(_MOMENT)


def statement(body: bytes) -> list[StatementLine]:
    """The lines of a statement file (CSV with a head; refunds negative); raises Malformed."""
    try:
        rows = list(csv.DictReader(io.StringIO(body.decode())))
        return [
            StatementLine(
                number=text(row, "MaGiaoDich", most=_NUMBER),
                reference=hint(row, "MaThamChieu", most=_REFERENCE),
                amount_vnd=int(row["SoTien"]),
                at=moment(row),
            )
            for row in rows
        ]
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise Malformed("statement") from error
