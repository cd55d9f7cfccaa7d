"""How much of what the house knows has a code at the partner."""

from collections.abc import Iterable

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.exchange.connector import Coverage, connector, coverage
from haidang.identity import api as identity


def code_coverage(generation: str = "a") -> list[Coverage]:
    """For each kind of code of a connector: how many values of ours have one, and which have none."""
    owners = [kind for kind in identity.User.Kind.values if kind != identity.User.Kind.OFFICER]
    ours: dict[str, Iterable[object]] = {
        "state": [int(state) for state in dossiers.State],
        "channel": list(dossiers.CHANNEL_LABELS),
        "owner_kind": owners,
        "handover": list(dossiers.HANDOVERS),
        "filed_at": ["province", "national"],
        "fee_moment": ["intake", "processing", "result"],
        "fee_kind": list(catalogue.FEE_KIND_LABELS),
    }
    return coverage(connector(generation), ours)
