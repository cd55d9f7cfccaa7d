"""VietQR: an order to transfer money as a QR text in the merchant-presented mode of EMVCo. Pure.

Fields as NAPAS uses them: 00 version, 01 static (11) or dynamic (12), 38 beneficiary {00 scheme, 01 {00 bank, 01
account}, 02 service}, 53 currency (704 is đồng), 54 amount, 58 country, 62 {08 purpose}, 63 checksum. Every field is
two digits of tag, two of length, and its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SCHEME, TO_ACCOUNT, DONG, COUNTRY = "A000000727", "QRIBFTTA", "704", "VN"
MAX_VND = 10**13 - 1
"""An amount has at most 13 digits."""
_BIN, _ACCOUNT, _PURPOSE = re.compile(r"[0-9]{6}"), re.compile(r"[0-9A-Z]{1,19}"), re.compile(r"[0-9A-Za-z ]{1,25}")
_AMOUNT = re.compile(r"[1-9][0-9]{0,12}")


class Unreadable(ValueError):
    """A text that is no VietQR order, or values that cannot be one; says in English what is wrong."""


@dataclass(frozen=True, slots=True)
class Order:
    """A transfer: `bank_bin` is the bank's six digits, `account` the beneficiary's; `amount_vnd` whole đồng.

    `purpose` is what the payer's bank passes on: letters without diacritics, digits, spaces. Raises Unreadable for
    values that the format cannot carry.
    """

    bank_bin: str
    account: str
    amount_vnd: int
    purpose: str

    def __post_init__(self) -> None:
        _require(_BIN.fullmatch(self.bank_bin), "bank")
        _require(_ACCOUNT.fullmatch(self.account), "account")
        _require(0 < self.amount_vnd <= MAX_VND, "amount")
        _require(_PURPOSE.fullmatch(self.purpose), "purpose")


def build(order: Order) -> str:
    """The text of the QR code, checksum included."""
    bank = _field("00", order.bank_bin) + _field("01", order.account)
    beneficiary = _field("00", SCHEME) + _field("01", bank) + _field("02", TO_ACCOUNT)
    body = "".join(
        (
            _field("00", "01"),
            _field("01", "12"),
            _field("38", beneficiary),
            _field("53", DONG),
            _field("54", str(order.amount_vnd)),
            _field("58", COUNTRY),
            _field("62", _field("08", order.purpose)),
            "6304",
        )
    )
    return f"{body}{crc(body.encode()):04X}"


def parse(text: str) -> Order:
    """The order that `text` says; raises Unreadable for anything damaged, foreign or without an amount."""
    _require(text.isascii() and len(text) >= len("63041234"), "no such text")
    body, told = text[:-4], text[-4:]
    _require(body.endswith("6304") and f"{crc(body.encode()):04X}" == told.upper(), "checksum")
    fields = _fields(body[:-4])
    beneficiary = _fields(fields.get("38", ""))
    bank = _fields(beneficiary.get("01", ""))
    _require((beneficiary.get("00"), beneficiary.get("02")) == (SCHEME, TO_ACCOUNT), "scheme")
    _require((fields.get("53"), fields.get("58")) == (DONG, COUNTRY), "currency or country")
    amount = fields.get("54", "")
    _require(_AMOUNT.fullmatch(amount), "amount")
    purpose = _fields(fields.get("62", "")).get("08", "")
    return Order(bank.get("00", ""), bank.get("01", ""), int(amount), purpose)


def crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE (also IBM-3740): polynomial 0x1021, start 0xFFFF, nothing reflected."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
    return value


def _field(tag: str, text: str) -> str:
    return f"{tag}{len(text):02d}{text}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, value in _walk(text):
        _require(tag not in found, f"field {tag} twice")
        found[tag] = value
    return found


def _walk(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        _require(len(head) == 4 and head.isdecimal(), "field")
        end = at + 4 + int(head[2:])
        _require(end <= len(text), "length")
        yield head[:2], text[at + 4 : end]
        at = end


def _require(is_good: object, what: str) -> None:
    if not is_good:
        raise Unreadable(what)
