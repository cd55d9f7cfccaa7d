"""One record of a source after cleaning: what it says about a procedure, and nothing that it does not say."""

from typing import Any

import msgspec

from haidang.catalogue.commitments import Commitments
from haidang.catalogue.content import (
    Case,
    ChannelOffer,
    Coded,
    Executing,
    TimeLimit,
    Variant,
)
from haidang.catalogue.fee_rules import FeeRules


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """National facts of a procedure; an empty value means that the source is silent."""

    name: str = ""
    fields: tuple[Coded, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    promulgator: Coded | None = None
    executing_names: tuple[str, ...] = ()
    authority_names: tuple[str, ...] = ()
    coordinating_names: tuple[str, ...] = ()
    life_event: str = ""
    kind: str = ""
    full_process: bool | None = None
    offline_only: bool | None = None
    internal: bool | None = None
    cases: tuple[Case, ...] = ()
    variants: tuple[Variant, ...] = ()
    channels: tuple[ChannelOffer, ...] = ()
    results: tuple[Coded, ...] = ()
    legal_bases: tuple[Coded, ...] = ()
    decision: str = ""
    requirements: str = ""
    receiving_places: str = ""
    steps: tuple[str, ...] = ()


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The province's own layer of a procedure.

    `service_level` holds for every case that `case_levels` (by case key) does not name; `committed` is the
    committed time by channel.
    """

    executing: tuple[Executing, ...]
    process_code: str
    service_level: str = "partial"
    case_levels: dict[str, str] = {}
    committed: dict[str, TimeLimit] = {}
    levels: tuple[str, ...] = ()
    convention: str = ""
    pause_policy: str = "pause"
    form_code: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A parsed record: its kind and code, the facts, what the province itself says in it, the oddities."""

    kind: str
    code: str
    facts: Facts
    offer: Offer | None = None
    fee_rules: FeeRules | None = None
    commitments: Commitments | None = None
    odd: dict[str, str] = {}
    # For oddities that only the whole file shows.
    ministry: tuple[str, str] = ("", "")


class Unreadable(Exception):
    """A record that cannot be taken; `reason` is a key of `report.REASONS`, `detail` what was seen."""

    def __init__(self, reason: str, detail: Any = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = str(detail)[:200]
