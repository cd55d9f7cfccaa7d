"""Folds what several sources say about a procedure into one content.

Field by field the richest source that speaks wins; a poorer source never erases what a richer one said, so the order
in which files are imported does not matter. The province's own offer lies on top, and on that the times that it has
committed itself to and its fee rules.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from haidang.catalogue.commitments import with_commitments
from haidang.catalogue.content import Case, ChannelOffer, ProcedureContent
from haidang.catalogue.fee_rules import with_rules
from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Facts, Offer, Reading

# Richest first. The profile's facts are derived from the portal's lines of its day, so newer portal records go first.
PRECEDENCE = (records.SERVICE, records.RAW, records.LINES, records.PROFILE, records.XLSX, records.LIST, records.STEPS)


def fold_content(readings: Mapping[str, Reading], *, code: str) -> ProcedureContent | None:
    """The content from the readings by kind; None while no source has given a name."""
    ranked = [readings[kind].facts for kind in PRECEDENCE if kind in readings]
    facts = _merged(ranked)
    if len(ranked) > 1 and records.SERVICE in readings:
        # The service counts no originals and copies: its documents stand only where nobody else lists any.
        facts = msgspec.structs.replace(facts, cases=_merged(ranked[1:]).cases or facts.cases)
    if not facts.name:
        return None
    national = {
        field: value
        for field in facts.__struct_fields__
        if (value := getattr(facts, field)) is not None and field in ProcedureContent.__struct_fields__
    }
    content = ProcedureContent(code=code, **national)
    offer = readings[records.PROFILE].offer if records.PROFILE in readings else None
    content = _offered(content, offer) if offer else content
    commitments = readings[records.COMMITMENTS].commitments if records.COMMITMENTS in readings else None
    content = with_commitments(content, commitments) if commitments else content
    rules = readings[records.FEES].fee_rules if records.FEES in readings else None
    return with_rules(content, rules) if rules else content


def _merged(ranked: list[Facts]) -> Facts:
    merged: dict[str, Any] = {}
    for facts in ranked:
        for field in facts.__struct_fields__:
            value = getattr(facts, field)
            if value not in ("", (), None) and field not in merged:
                merged[field] = value
    return Facts(**merged)


def _offered(content: ProcedureContent, offer: Offer) -> ProcedureContent:
    return msgspec.structs.replace(
        content,
        offered=True,
        executing=offer.executing,
        levels=offer.levels or content.levels,
        process_code=offer.process_code,
        convention=offer.convention or _convention(content),
        pause_policy=offer.pause_policy,
        form_code=offer.form_code,
        cases=tuple(_with_level(case, offer) for case in content.cases),
        channels=tuple(_with_commitment(channel, offer) for channel in content.channels),
    )


def _with_level(case: Case, offer: Offer) -> Case:
    return msgspec.structs.replace(case, service_level=offer.case_levels.get(case.key, offer.service_level))


def _with_commitment(channel: ChannelOffer, offer: Offer) -> ChannelOffer:
    return msgspec.structs.replace(channel, committed=offer.committed.get(channel.channel))


def _convention(content: ProcedureContent) -> str:
    """Hours and parts of a day can only be counted as running office minutes (Civil Code terms are whole days)."""
    times = [channel.time for channel in content.channels if channel.time]
    running = any(time.unit == "working_hour" or time.value != int(time.value) for time in times)
    return "running" if running else "civil"
