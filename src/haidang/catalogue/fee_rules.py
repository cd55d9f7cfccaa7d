"""The province's own fee rules of a procedure: what they say, and how they lie on top of what the nation says.

They are a source of their own, so a later import of national data never loses them. Plain values; no Django.
"""

from typing import Any

import msgspec

from haidang.catalogue.content import Channel, ChannelOffer, Exemption, Fee, ProcedureContent
from haidang.platform.text import fold

FEE_KINDS = ("fee", "charge", "price")
# What the nation writes where nothing is to be paid; more than half of its fees are an empty entry (amount 0, no word).
_NOTHING = {
    fold(words)
    for words in (
        "", "0", "Không", "Không có", "Không quy định", "Không thu", "Không thu phí", "Không mất phí", "Miễn phí",
        "Chưa có", "Chưa quy định",
    )
}  # fmt: skip


class FeeRule(Fee, frozen=True, omit_defaults=True):
    """A fee and the channels it is due in; without channels it is due in all."""

    channels: tuple[Channel, ...] = ()


class FeeRules(msgspec.Struct, frozen=True, omit_defaults=True):
    """All fees and exemptions of a procedure by a decision of the province; they replace those of other sources.

    `payment_pauses` needs `payment_ground`, the provision by which the clock stands still until payment.
    """

    decision: str
    reason: str = ""
    fees: tuple[FeeRule, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    payment_pauses: bool = False
    payment_ground: str = ""


def with_rules(content: ProcedureContent, rules: FeeRules) -> ProcedureContent:
    """`content` with the fees of `rules` in every channel where they are due."""
    return msgspec.structs.replace(
        content,
        channels=tuple(_with_fees(offer, rules) for offer in content.channels),
        exemptions=rules.exemptions,
        payment_pauses=rules.payment_pauses,
        payment_ground=rules.payment_ground,
        fee_decision=rules.decision,
    )


def _with_fees(offer: ChannelOffer, rules: FeeRules) -> ChannelOffer:
    due = [rule for rule in rules.fees if not rule.channels or offer.channel in rule.channels]
    return msgspec.structs.replace(offer, fees=tuple(_plain(rule) for rule in due))


def _plain(rule: FeeRule) -> Fee:
    return Fee(**_values(rule))


def _values(fee: Fee) -> dict[str, Any]:
    return {name: getattr(fee, name) for name in Fee.__struct_fields__}


def rules_of(content: ProcedureContent) -> FeeRules:
    """The fees, exemptions and pause of `content` as rules: what an administrator begins from.

    A fee that stands in several channels is one rule; one without a key gets one (k1, k2 …). Entries that say
    nothing are left out.
    """
    everywhere = {offer.channel for offer in content.channels}
    channels: dict[Fee, list[Channel]] = {}
    for offer in content.channels:
        for fee in filter(is_charged, offer.fees):
            channels.setdefault(fee, []).append(offer.channel)
    fees = [
        _rule(fee, f"k{number}", () if everywhere <= set(found) else (*found,))
        for number, (fee, found) in enumerate(channels.items(), start=1)
    ]
    return FeeRules(
        decision=content.fee_decision,
        fees=tuple(fees),
        exemptions=content.exemptions,
        payment_pauses=content.payment_pauses,
        payment_ground=content.payment_ground,
    )


def _rule(fee: Fee, key: str, channels: tuple[Channel, ...]) -> FeeRule:
    return FeeRule(**{**_values(fee), "key": fee.key or key}, channels=channels)


def is_charged(fee: Fee) -> bool:
    """Whether something is to be paid by a fee: it has an amount, or words that do not say “none”."""
    if fee.amount_vnd is not None:
        return fee.amount_vnd > 0
    return fold(fee.note).strip(" .-()") not in _NOTHING


def fees_for(content: ProcedureContent, *, case_key: str, channel: str) -> list[Fee]:
    """The fees of a dossier of that case that came by `channel`, each once, each with a key.

    A channel that the procedure does not list takes the fees of all others. An entry by which nothing is to be paid
    is no fee. Where a source gives no key, a fee goes
    by its place (f1, f2 …), which is stable because a version never changes.
    """
    offers = content.offers(channel) or content.channels
    found = dict.fromkeys(
        fee for offer in offers for fee in offer.fees if is_charged(fee) and fee.case in ("", case_key)
    )
    return [msgspec.structs.replace(fee, key=fee.key or f"f{place}") for place, fee in enumerate(found, start=1)]
