"""Dossier codes: agency code, date of receipt, ordinal of that day.

Old form (Art. 19 Circular 01/2018/TT-VPCP, agency spelt leaf first): `000.00.09.H06-241104-0001`. New form (agency
codes of Decision 20/2020): `H06.09-250701-0001`. Others' systems also write dates with eight digits and ordinals of
up to seven (DOMAIN §2.1): those are read, never made.
"""

import re
from dataclasses import dataclass
from datetime import date

NEW_FORM_FROM = date(2025, 7, 1)
_CODE = re.compile(
    # re.ASCII: digits of other scripts are no digits of a code.
    r"(?P<agency>\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,3})-(?P<day>\d{6}|\d{8})-(?P<ordinal>\d{4,7})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class DossierCode:
    """The parts of a dossier code."""

    agency: str
    day: date
    ordinal: int


def make(*, code: str, legacy_code: str, day: date, ordinal: int) -> str:
    """The code of the `ordinal`-th dossier that an agency received on `day`; above 9999 it grows a digit."""
    agency = legacy_code if day < NEW_FORM_FROM else code
    return f"{agency}-{day:%y%m%d}-{ordinal:04d}"


def parse(text: str) -> DossierCode:
    """Reads either form, tolerating blanks and small letters; raises ValueError for anything else."""
    found = _CODE.fullmatch("".join(text.split()).upper())
    if found is None:
        raise ValueError(f"{text!r} is not a dossier code")
    digits = found["day"]
    try:
        day = date.fromisoformat(digits if len(digits) == 8 else f"20{digits}")
    except ValueError as error:
        raise ValueError(f"{text!r} is not a dossier code: there is no such day") from error
    return DossierCode(found["agency"], day, int(found["ordinal"]))
