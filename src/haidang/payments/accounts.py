"""Which bank account takes an agency's fees in: data of the province, from a file."""

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

import haidang.profiles

FILE = "payment_accounts.json"


class Beneficiary(msgspec.Struct, frozen=True):
    """An account, for an agency and all below it; `is_sample`: made up, with a bank number that no bank has."""

    agency: str
    bank_bin: str
    bank: str
    account: str
    holder: str
    is_sample: bool = False


class Accounts(msgspec.Struct, frozen=True):
    """The file: where its accounts come from, and the accounts."""

    source: str
    accounts: tuple[Beneficiary, ...]


def beneficiary(agency_code: str) -> Beneficiary | None:
    """The account of the agency or of the nearest one above it, by code (H06.09 is below H06); None if none has one."""
    fitting = [one for one in _accounts().accounts if f"{agency_code}.".startswith(f"{one.agency}.")]
    return max(fitting, key=lambda one: len(one.agency), default=None)


@cache
def _accounts() -> Accounts:
    path = settings.PAYMENT_ACCOUNTS or Path(haidang.profiles.__file__).parent / settings.PROFILE / FILE
    return msgspec.json.decode(Path(path).read_bytes(), type=Accounts)
