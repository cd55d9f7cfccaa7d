"""One record of any of our sources, from its text to a `Reading`; the kind is told from the content."""

import re
from typing import Any

import msgspec

from haidang.catalogue.commitments import Commitments
from haidang.catalogue.content import Coded
from haidang.catalogue.fee_rules import FeeRules
from haidang.catalogue.importing import portal_lines, portal_raw, portal_service
from haidang.catalogue.importing.facts import Facts, Offer, Reading, Unreadable
from haidang.catalogue.importing.oddities import Cleaner, Oddity

SERVICE, RAW, LINES, STEPS, LIST, XLSX, PROFILE, COMMITMENTS, FEES = (
    "portal_service",
    "portal_raw",
    "portal_lines",
    "portal_steps",
    "portal_list",
    "portal_xlsx",
    "profile",
    "local_times",
    "local_fees",
)
# What stands only in records of one kind, the first that is found deciding.
_MARKED_BY = {"MATTHC": SERVICE, "commitments": COMMITMENTS, "fee_rules": FEES, "offer": PROFILE, "cells": XLSX}
# Kinds that add to a procedure and need not name it.
_NAMELESS = {STEPS, COMMITMENTS, FEES}
# Decision 766's systems and TT 01/2018 write d.dddddd, localised codes add the agency (DOMAIN §2.3).
_CODE = re.compile(r"\d\.\d{6}(\.(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2})?")
_MAX_CODE = 64
_MAX_DEPTH = 60


def decode(text: str) -> dict[str, Any]:
    """The JSON object in `text`; raises Unreadable."""
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Unreadable("not_json", error) from error
    if not isinstance(record, dict):
        raise Unreadable("not_object", text)
    if _too_deep(record):
        raise Unreadable("too_deep")
    return record


def kind_of(record: dict[str, Any]) -> str:
    """Which source a decoded record comes from."""
    if isinstance(record.get("detail"), dict):
        return RAW
    for key, kind in _MARKED_BY.items():
        if key in record:
            return kind
    if "steps" in record and "methods" not in record:
        return STEPS
    if "field" in record or "agency" in record or isinstance(record.get("executing"), list):
        return LIST
    return LINES


def read(record: dict[str, Any]) -> Reading:
    """A decoded record as a reading; raises Unreadable where code or name is missing."""
    cleaner = Cleaner()
    kind = kind_of(record)
    code = code_of(record, cleaner)
    facts = _READERS[kind](record, cleaner)
    if not facts.name and kind not in _NAMELESS:
        raise Unreadable("no_name", code)
    issuer = facts.promulgator
    return Reading(
        kind=kind,
        code=code,
        facts=facts,
        offer=_offer(record) if kind == PROFILE else None,
        fee_rules=_fee_rules(record) if kind == FEES else None,
        commitments=_commitments(record) if kind == COMMITMENTS else None,
        odd={str(oddity): detail for oddity, detail in cleaner.odd.items()},
        ministry=(issuer.name, issuer.code) if issuer else ("", ""),
    )


def code_of(record: dict[str, Any], cleaner: Cleaner) -> str:
    """The procedure's code without spaces around it; raises Unreadable if there is none that can be kept."""
    value = record.get("code") or record.get("MATTHC")
    detail = record.get("detail")
    if value in (None, "") and isinstance(detail, dict):
        value = detail.get("code")
    if not isinstance(value, str):
        raise Unreadable("no_code", "" if value is None else value)
    code = "".join(Cleaner().text(value).split())
    if not code:
        raise Unreadable("no_code")
    if len(code) > _MAX_CODE:
        raise Unreadable("long_code", code)
    if code != value:
        cleaner.note(Oddity.CODE_SPACE, repr(value))
    if not _CODE.fullmatch(code):
        cleaner.note(Oddity.CODE_UNUSUAL, code)
    return code


def _offer(record: dict[str, Any]) -> Offer:
    try:
        return msgspec.convert(record["offer"], Offer)
    except msgspec.ValidationError as error:
        raise Unreadable("bad_offer", error) from error


def _fee_rules(record: dict[str, Any]) -> FeeRules:
    try:
        return msgspec.convert(record["fee_rules"], FeeRules)
    except msgspec.ValidationError as error:
        raise Unreadable("bad_fee_rules", error) from error


def _commitments(record: dict[str, Any]) -> Commitments:
    try:
        return msgspec.convert(record["commitments"], Commitments)
    except msgspec.ValidationError as error:
        raise Unreadable("bad_commitments", error) from error


def _read_lines(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    return portal_lines.facts(record, cleaner)


def _read_raw(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    facts = portal_lines.facts(portal_raw.as_line(record, cleaner), cleaner)
    return msgspec.structs.replace(facts, steps=portal_raw.steps(record, cleaner))


def _read_service(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    facts = portal_lines.facts(portal_service.as_line(record, cleaner), cleaner)
    return msgspec.structs.replace(facts, steps=portal_service.steps(record, cleaner))


def _read_steps(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    return Facts(steps=tuple(text for item in cleaner.items(record.get("steps")) if (text := cleaner.lines(item))))


def _read_list(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    field = cleaner.text(record.get("field"))
    issuer = record.get("promulgator") or record.get("agency")
    return Facts(
        name=portal_lines.name(record.get("name"), cleaner),
        fields=(Coded(name=field),) if field else (),
        promulgator=portal_lines.promulgator(issuer, cleaner),
        executing_names=tuple(dict.fromkeys(cleaner.texts(record.get("executing")))),
    )


def _read_xlsx(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    executing = str(record.get("executing") or "").splitlines()
    return _read_list({**record, "executing": [line for line in executing if line.strip()]}, cleaner)


def _read_profile(record: dict[str, Any], _cleaner: Cleaner) -> Facts:
    try:
        return msgspec.convert(record.get("facts", {}), Facts)
    except msgspec.ValidationError as error:
        raise Unreadable("bad_facts", error) from error


def _read_nothing(_record: dict[str, Any], _cleaner: Cleaner) -> Facts:
    return Facts()


_READERS = {
    SERVICE: _read_service,
    RAW: _read_raw,
    LINES: _read_lines,
    STEPS: _read_steps,
    LIST: _read_list,
    XLSX: _read_xlsx,
    PROFILE: _read_profile,
    FEES: _read_nothing,
    COMMITMENTS: _read_nothing,
}


def _too_deep(value: Any) -> bool:
    """Whether a value nests deeper than any real record (a guard for the database and for recursive readers)."""
    layer, depth = [value], 0
    while layer:
        depth += 1
        if depth > _MAX_DEPTH:
            return True
        layer = [
            inner
            for item in layer
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
    return False
