"""What a procedure says, as plain immutable values: the content of a published version.

The structs hold facts only and know nothing of Django, files or the database.
"""

from typing import Any, Literal

import msgspec

ServiceLevel = Literal["full", "partial", "none"]
Channel = Literal["direct", "online", "postal"]

LEVELS = ("province", "district", "commune", "ministry", "vertical", "other")
CHANNELS: tuple[Channel, ...] = ("online", "direct", "postal")


class Coded(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name with the code of a national list; `code` is empty where the source gives none."""

    name: str
    code: str = ""


class TimeLimit(msgspec.Struct, frozen=True):
    """`value` in `unit` of `worktime.Unit`; never converted into another unit."""

    value: int | float
    unit: str


class Fee(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fee of a channel; `amount_vnd` (whole đồng) is None where the amount is not one number: `note` says how.

    `type`: "fee" (phí), "charge" (lệ phí) or "price". `key` names it within its procedure, empty where the source
    gives none. `case` limits it to one case; `per` is the unit it is counted by ("bản"), empty if it is paid once.
    """

    type: str = "fee"
    amount_vnd: int | None = None
    note: str = ""
    key: str = ""
    name: str = ""
    case: str = ""
    per: str = ""


class Exemption(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who pays less: `percent` (1–100) off the fees with the keys `fees`, or off all; `ground` is the provision."""

    key: str
    name: str
    percent: int
    ground: str
    fees: tuple[str, ...] = ()


class ChannelOffer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to file, with its statutory and its committed time. A channel may stand more than once."""

    channel: Channel
    time: TimeLimit | None = None
    committed: TimeLimit | None = None
    time_note: str = ""
    fees: tuple[Fee, ...] = ()


class Template(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form sheet that belongs to a document."""

    name: str
    url: str = ""


class DocumentRequirement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document of a dossier: counts of originals and copies (both 0: the source gives none).

    `group` is the heading under which the source lists it ("Giấy tờ phải xuất trình"), empty if it has none.
    """

    key: str
    name: str
    code: str = ""
    originals: int = 0
    copies: int = 0
    templates: tuple[Template, ...] = ()
    electronic_form: bool = False
    group: str = ""

    @property
    def is_note(self) -> bool:
        """Whether this is a remark among the documents: no copy, form or template of it is asked for."""
        return not (self.originals or self.copies or self.electronic_form or self.templates)


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case of a procedure ("trường hợp") with its own documents and its own service level."""

    key: str
    name: str
    service_level: ServiceLevel = "none"
    documents: tuple[DocumentRequirement, ...] = ()


class Variant(msgspec.Struct, frozen=True, omit_defaults=True):
    """A service that the national portal lists below a procedure, with its own time."""

    code: str
    name: str
    time: TimeLimit | None = None


class Executing(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who executes: every agency of a `level`, or the one department with code `agency` (full or suffix)."""

    level: str = ""
    agency: str = ""


class ProcedureContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A procedure as the national portal states it, with the province's own offer on top."""

    code: str
    name: str
    fields: tuple[Coded, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    promulgator: Coded | None = None
    executing_names: tuple[str, ...] = ()
    authority_names: tuple[str, ...] = ()
    coordinating_names: tuple[str, ...] = ()
    executing: tuple[Executing, ...] = ()
    life_event: str = ""
    kind: str = ""
    full_process: bool = False
    offline_only: bool = False
    internal: bool = False
    cases: tuple[Case, ...] = ()
    variants: tuple[Variant, ...] = ()
    channels: tuple[ChannelOffer, ...] = ()
    results: tuple[Coded, ...] = ()
    legal_bases: tuple[Coded, ...] = ()
    decision: str = ""
    requirements: str = ""
    receiving_places: str = ""
    steps: tuple[str, ...] = ()
    offered: bool = False
    process_code: str = ""
    convention: str = "civil"
    pause_policy: str = "pause"
    form_code: str = ""
    exemptions: tuple[Exemption, ...] = ()
    payment_pauses: bool = False
    """Whether the clock stands still while a fee asked for is not paid; only where a provision says so."""
    payment_ground: str = ""
    """The provision behind `payment_pauses`."""
    fee_decision: str = ""
    """Number and date of the decision behind fees and exemptions that the province published itself."""

    def case(self, key: str) -> Case | None:
        """The case with that key."""
        return next((case for case in self.cases if case.key == key), None)

    def offers(self, channel: str) -> tuple[ChannelOffer, ...]:
        """What stands for one channel."""
        return tuple(offer for offer in self.channels if offer.channel == channel)

    @property
    def service_levels(self) -> tuple[ServiceLevel, ...]:
        """The online levels at which an offered procedure can be filed, by case; empty if it is not offered."""
        if not self.offered:
            return ()
        found = {case.service_level for case in self.cases}
        return tuple(level for level in ("full", "partial") if level in found)


def to_plain(content: msgspec.Struct) -> dict[str, Any]:
    """A struct as plain JSON values; defaults are left out, so the spelling of a content is always the same."""
    plain: dict[str, Any] = msgspec.to_builtins(content)
    return plain


def from_plain(plain: dict[str, Any]) -> ProcedureContent:
    """The content that `to_plain` wrote."""
    return msgspec.convert(plain, ProcedureContent)
