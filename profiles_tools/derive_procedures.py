"""Derives `profiles/brvt_2024/procedures.jsonl.gz`: the 1,505 services of the province with their facts and offer.

Usage: python profiles_tools/derive_procedures.py DATA_FOLDER   (the folder that holds tthc/)

The rules of selection and of service levels are written down in `profiles/brvt_2024/SOURCES.md`; running the script
again gives the same bytes.
"""

import gzip
import io
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from executing_2024 import executing, split_names

from haidang.catalogue.content import Case, ChannelOffer, Executing
from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Facts, Offer

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024"
SERVICES, FULL, PARTIAL = 1505, 574, 939
BOTH = FULL + PARTIAL - SERVICES
LONGEST_NOTE = 300
# Copies and extracts come from whoever keeps the register, signatures are certified by the district's justice office
# and by the commune (Decree 23/2015/NĐ-CP, articles 4-5; Decree 123/2015/NĐ-CP, article 64).
EXECUTING = {
    "2.000908": [{"level": "commune"}, {"level": "district"}],
    "2.000884": [{"level": "commune"}, {"level": "district"}],
    "2.000635": [{"level": "commune"}, {"level": "district"}],
}
FORMS = {
    "1.001193": "khai-sinh",
    "1.000656": "khai-tu",
    "1.000894": "ket-hon",
    "1.004873": "xac-nhan-hon-nhan",
    "2.000635": "trich-luc-ho-tich",
    "2.000908": "ban-sao-so-goc",
    "1.001612": "ho-kinh-doanh",
    "1.013225": "giay-phep-xay-dung",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A real procedure that the province of 2024 can execute."""

    code: str
    facts: Facts
    rules: list[dict[str, str]]
    process: str
    in_list: bool

    @property
    def online(self) -> bool:
        """Whether the portal names an online channel."""
        return any(channel.channel == "online" for channel in self.facts.channels)

    @property
    def full(self) -> bool:
        """Whether the portal calls it full-process and names an online channel too."""
        return bool(self.facts.full_process) and self.online


def read_lines(path: Path) -> dict[str, dict[str, Any]]:
    """Records by code."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return {record["code"].strip(): record for record in map(json.loads, handle)}


def candidates(national: dict[str, Any], listed: dict[str, Any]) -> list[Candidate]:
    """Ministries' standard procedures at province or commune level that the province has a part in, by code."""
    found = []
    for code, record in sorted(national.items()):
        facts = records.read(record).facts
        issuer = facts.promulgator.code if facts.promulgator else ""
        local = {"province", "commune"} & set(facts.levels)
        if not local or not issuer.startswith("G") or facts.kind != "standard" or facts.internal or facts.offline_only:
            continue
        entry = listed.get(code)
        names = entry["executing"] if entry else split_names([*facts.executing_names, *facts.authority_names])
        fields = [entry["field"]] if entry else []
        ruled = executing(names, fields + [field.name for field in facts.fields])
        rules = EXECUTING.get(code) or ([ruled[0]] if ruled else None)
        if rules and len(code) == len("1.000000"):
            process = ruled[1] if ruled and code not in EXECUTING else f"{rules[0]['level']}-standard"
            found.append(Candidate(code, compact(facts, names), rules, same_day(process, facts), entry is not None))
    return found


def same_day(process: str, facts: Facts) -> str:
    """The same-day process for communes where no channel takes longer than one working day."""
    times = [channel.time for channel in facts.channels]
    short = times and all(
        time and ((time.unit == "working_day" and time.value <= 1) or (time.unit == "working_hour" and time.value <= 8))
        for time in times
    )
    return "commune-same-day" if process == "commune-standard" and short else process


def compact(facts: Facts, names: list[str]) -> Facts:
    """Facts without long texts and addresses of other provinces; the executing names are those of 2024 where known."""
    return msgspec.structs.replace(
        facts,
        executing_names=tuple(dict.fromkeys(name.strip() for name in names)),
        coordinating_names=(),
        requirements="",
        receiving_places="",
        steps=(),
        channels=tuple(shorter(channel) for channel in facts.channels),
    )


def shorter(channel: ChannelOffer) -> ChannelOffer:
    """A channel whose notes are short: numbers and conditions, not paragraphs of regulations."""
    fees = dict.fromkeys(msgspec.structs.replace(fee, note=cut(fee.note)) for fee in channel.fees)
    return msgspec.structs.replace(channel, time_note=cut(channel.time_note), fees=tuple(fees))


def cut(text: str) -> str:
    """At most `LONGEST_NOTE` characters, cut between words and marked so."""
    return text if len(text) <= LONGEST_NOTE else text[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"


def select(found: list[Candidate]) -> dict[str, str]:
    """Service level by code ("full", "partial" or "both") of the services chosen."""
    base = [one for one in found if one.in_list and one.online]
    later = [one for one in found if not one.in_list and one.online]
    both = [one.code for one in base if one.full and len(levels_by_case(one)) > 1][:BOTH]
    full = [one.code for one in [*base, *later] if one.full and one.code not in both][: FULL - BOTH]
    chosen = dict.fromkeys(both, "both") | dict.fromkeys(full, "full")
    rest = [one for one in base if one.code not in chosen]
    # Procedures that are only partially online in the portal come first, full-process ones not yet offered so last.
    rest += sorted((one for one in later if one.code not in chosen), key=lambda one: (one.full, one.code))
    rest += sorted((one for one in found if not one.online), key=lambda one: (not one.in_list, one.code))
    return chosen | {one.code: "partial" for one in rest[: PARTIAL - BOTH]}


def levels_by_case(one: Candidate) -> dict[str, list[str]]:
    """Case keys by level: partial is a case with a paper original for which there is no form, copy or e-form."""
    found: dict[str, list[str]] = {}
    for case in one.facts.cases:
        found.setdefault("partial" if needs_paper(case) else "full", []).append(case.key)
    return found


def needs_paper(case: Case) -> bool:
    """Whether a document of the case can only be handed in as a paper original."""
    return any(
        document.originals and not (document.copies or document.electronic_form or document.templates)
        for document in case.documents
    )


def offer(one: Candidate, level: str) -> Offer:
    """The province's offer of a chosen procedure."""
    case_levels = dict.fromkeys(levels_by_case(one)["partial"], "partial") if level == "both" else {}
    return Offer(
        executing=tuple(Executing(**rule) for rule in one.rules),
        process_code=one.process,
        service_level="full" if level == "both" else level,
        case_levels=case_levels,
        levels=tuple(dict.fromkeys(rule.get("level", "province") for rule in one.rules)),
        form_code=FORMS.get(one.code, ""),
    )


def lines(chosen: dict[str, str], found: list[Candidate]) -> bytes:
    """The profile's file, a JSON object a line, by code."""
    rows = []
    for one in found:
        if one.code in chosen:
            plain = {"code": one.code, "facts": one.facts, "offer": offer(one, chosen[one.code])}
            rows.append(msgspec.json.encode(plain) + b"\n")
    return b"".join(rows)


def packed(content: bytes) -> bytes:
    """Gzip without a time stamp."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as handle:
        handle.write(content)
    return buffer.getvalue()


def main() -> None:
    """Writes the file and says what is in it."""
    folder = Path(sys.argv[1]) / "tthc"
    national = read_lines(folder / "tthc_national_2026-07.jsonl.gz")
    listed = read_lines(folder / "tthc_list_2025-04.jsonl.gz")
    found = candidates(national, listed)
    chosen = select(found)
    counts = Counter(chosen.values())
    if counts != {"full": FULL - BOTH, "partial": PARTIAL - BOTH, "both": BOTH}:
        raise SystemExit(f"not enough procedures: {counts}")
    content = packed(lines(chosen, found))
    (PROFILE / "procedures.jsonl.gz").write_bytes(content)
    pools = Counter((one.in_list, one.online, chosen[one.code]) for one in found if one.code in chosen)
    sys.stdout.write(f"{len(found)} candidates, {len(chosen)} services, {len(content)} bytes\n")
    for (in_list, online, level), number in sorted(pools.items()):
        sys.stdout.write(f"{number:5} in list {in_list}, online channel {online}, {level}\n")


if __name__ == "__main__":
    main()
