"""A dossier as it stood after a line of its journal, for those who tell others about it line by line.

Rebuilt from the journal up to that line (`dossiers/replay`), not from what the row says later: a message about line 3
that is sent when line 9 has long been written still says what line 3 said. Who the owner is and how to reach him does
not change after filing and is read from the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haidang.dossiers.access import not_found
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.replay.compare import rebuild
from haidang.dossiers.replay.rebuilt import Rebuilt
from haidang.dossiers.timeline import Line, in_words
from haidang.platform import journal

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """Whose matter it is; personal data, decrypted."""

    name: str
    kind: str
    id_number: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """A dossier after journal line `line.seq`: what the line says in words, and everything that held then.

    `due_at` is the due date that stood, while a pause held the clock the last that was given. Moments are aware;
    `documents`, `supplements`, `fee_requests` are rows as `replay.rebuilt` names their columns.
    """

    code: str
    line: Line
    state: State
    procedure_code: str
    procedure_version_id: int
    case_key: str
    agency_id: int
    intake_agency_id: int
    channel: str
    owner: OwnerFacts
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    rejected_at: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    handover: str
    documents: Sequence[Row]
    supplements: Sequence[Row]
    due_dates: Sequence[Row]
    fee_requests: Sequence[Row]
    rating: Row | None


def as_of(code: str, seq: int) -> AsOf:
    """The dossier `code` after line `seq`; raises DossierNotFound where there is no such dossier or line."""
    dossier = Dossier.objects.defer("answers").filter(code=code).first()
    entries = [entry for entry in journal.lines(f"dossier:{code}") if entry.seq <= seq]
    if dossier is None or not entries or entries[-1].seq != seq:
        raise not_found()
    (line,) = in_words(entries[-1:], with_opinions=True)
    if line.command is Command.COMPLETE_STEP:
        # What an officer noted for the next one is the office's own.
        line = Line(line.seq, line.at, line.command, line.state, line.title, "", line.actor, line.data)
    return _facts(dossier, rebuild(code, entries), line)


def _facts(dossier: Dossier, told: Rebuilt, line: Line) -> AsOf:
    row = told.dossier
    is_refused = row["state"] == State.REFUSED
    return AsOf(
        code=dossier.code,
        line=line,
        state=State(row["state"]),
        procedure_code=row["procedure_code"],
        procedure_version_id=row["procedure_version_id"],
        case_key=row["case_key"],
        agency_id=row["agency_id"],
        intake_agency_id=row["intake_agency_id"],
        channel=row["channel"],
        owner=OwnerFacts(
            name=dossier.owner_name,
            kind=dossier.owner_kind,
            id_number=dossier.owner_id_number,
            phone=dossier.owner_phone,
            email=dossier.owner_email,
            address=dossier.owner_address,
        ),
        submitted_at=row["submitted_at"],
        received_at=row["received_at"],
        due_at=next((each["due_at"] for each in reversed(told.due_dates) if each["due_at"]), None),
        rejected_at=row["closed_at"] if is_refused else None,
        ended_at=row["finished_at"] or row["closed_at"],
        returned_at=row["returned_at"],
        handover=row["handover"],
        documents=told.documents,
        supplements=told.supplements,
        due_dates=told.due_dates,
        fee_requests=told.fee_requests,
        rating=told.ratings[-1] if told.ratings else None,
    )
