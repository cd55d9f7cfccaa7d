"""Reports 06a and 07a over a province's year, beside the second that a page may take."""

import os
import random
import sys
from datetime import date, datetime, timedelta
from time import process_time
from typing import Any

DOSSIERS = 50_000
LIMIT_SECONDS = 1.0
OFFERED = 120
"""Procedures that one agency handles in the year."""
START = datetime.fromisoformat("2024-01-02T08:00+07:00")
AS_OF = datetime.fromisoformat("2024-12-31T18:00+07:00")
Row = dict[str, Any]


def rows() -> list[Row]:
    """Makes plain rows in a home of its own; CPU seconds of this process, in which SQLite runs, best of three."""
    from haidang.config import installation

    installation.start_django()
    installation.prepare()
    _fill()
    from haidang.dossiers.api import reports

    found = []
    for kind in reports.Kind:
        for name, first in (("year", date(2024, 1, 1)), ("month", date(2024, 10, 1))):
            last = date(2024, 12, 31) if name == "year" else date(2024, 10, 31)
            asked = reports.Asked(kind, reports.period(first, last, as_of=AS_OF), date(2024, 12, 31))
            seconds = min(_seconds(lambda asked=asked: reports.report(asked, reports.EVERYTHING)) for _ in range(3))
            work = f"report {kind.value} of a {name}, {DOSSIERS:,} dossiers"
            found.append(
                {"work": work, "ours": seconds, "peer": LIMIT_SECONDS, "ratio": LIMIT_SECONDS / seconds, "unit": "s"}
            )
    return found


def _seconds(work: Any) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def _fill() -> None:
    """Rows as the commands leave them, without their journal: what a report reads, and as many of it."""
    from haidang.catalogue.models import ProcedureVersion
    from haidang.dossiers.models import Dossier, DueDate
    from haidang.identity.models import Agency

    rng = random.Random(50)
    versions = list(ProcedureVersion.objects.values_list("pk", "procedure__code"))
    offers = {pk: rng.sample(versions, OFFERED) for pk in Agency.objects.values_list("pk", flat=True)}
    for begin in range(0, DOSSIERS, 5_000):
        made = Dossier.objects.bulk_create(
            Dossier(**_values(rng, number, offers)) for number in range(begin, begin + 5_000)
        )
        DueDate.objects.bulk_create(span for dossier in made for span in _spans(rng, dossier, DueDate))


def _values(rng: random.Random, number: int, offers: dict[int, list[tuple[int, str]]]) -> Row:
    agency = rng.choice(list(offers))
    version, code = rng.choice(offers[agency])
    received = START + timedelta(minutes=rng.randrange(364 * 24 * 60))
    closed = received + timedelta(minutes=rng.randrange(30 * 24 * 60))
    closed = closed if closed < AS_OF and rng.random() < 0.97 else None
    return {
        "code": f"000.00.00.H06-{received:%y%m%d}-{number:05d}",
        "state": 9 if closed else 4,
        "procedure_code": code,
        "procedure_version_id": version,
        "agency_id": agency,
        "intake_agency_id": agency,
        "channel": rng.choice(("online", "direct", "postal")),
        "submitted_at": received,
        "receive_by": received,
        "received_at": received,
        "due_at": received + timedelta(days=rng.randrange(3, 30)),
        "closed_at": closed,
        "finished_at": closed if rng.random() < 0.95 else None,
        "form_number": 1,
        "head_hash": "",
    }


def _spans(rng: random.Random, dossier: Any, table: Any) -> list[Any]:
    """One due date, or for one in ten the three of a supplement."""
    common = {"dossier": dossier, "due_at": dossier.due_at, "early_before": dossier.due_at - timedelta(hours=9)}
    if rng.random() < 0.9:
        return [table(seq=2, since=dossier.received_at, **common)]
    asked, answered = dossier.received_at + timedelta(days=1), dossier.received_at + timedelta(days=3)
    return [
        table(seq=2, since=dossier.received_at, until=asked, **common),
        table(dossier=dossier, seq=3, since=asked, until=answered),
        table(seq=4, since=answered, **common),
    ]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("HAIDANG_HOME", folder)
        for row in rows():
            sys.stdout.write(f"{row['work']}: {row['ours']:.3f} s (limit {row['peer']} s)\n")
