"""Holds the stored rows of a dossier against those that its journal tells."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter

from django.db.models import Model, Prefetch, QuerySet

from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import ENCRYPTED, Dossier
from haidang.dossiers.papers.models import IssuedPaper
from haidang.dossiers.replay.folds import FOLDS, issued
from haidang.dossiers.replay.rebuilt import Line, Rebuilt, Row, unfiled
from haidang.platform import journal
from haidang.platform.models import JournalEntry
from haidang.workflow.api import ProcessInstance, StepInstance, Told


def rebuild(code: str, entries: Iterable[JournalEntry]) -> Rebuilt:
    """The rows of dossier `code` after all of `entries`, from nothing but these lines."""
    found = unfiled(code)
    for entry in entries:
        data = journal.data(entry)
        command = Command(entry.kind.rsplit(".", 1)[1])
        if "move" in data:
            found.moves.append(data["move"])
        line = Line(command, entry.at, int(entry.actor.removeprefix("user:")), data)
        FOLDS[command](found, line)
        issued(found, line)
        found.dossier["state"] = State(data["to"])
        found.keep_due_date(entry.seq, entry.at)
    return found


def with_rows(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """`dossiers` with everything that `differences` reads, in one query a table however many they are."""
    tables = ["clock", "documents", "supplements", "fee_requests", "fee_receipts", "due_dates"]
    tables += ["process__steps", "process__timers"]
    papers = Prefetch("papers", IssuedPaper.objects.defer("values"))
    rows = dossiers.defer(*ENCRYPTED).select_related("rating", "reappointment", "process")
    return rows.prefetch_related(*tables, papers)


def differences(dossier: Dossier, entries: Iterable[JournalEntry]) -> list[str]:
    """Where a stored row of `dossier` is not what its journal tells, as "table.column"; sorted, empty if nowhere."""
    told = rebuild(dossier.code, entries)
    rating, reappointment = getattr(dossier, "rating", None), getattr(dossier, "reappointment", None)
    return sorted(
        {
            *_compare("dossier", [dossier], [told.dossier]),
            *_compare("clock", dossier.clock.all(), told.clock),
            *_compare("documents", dossier.documents.all(), told.documents, by="id"),
            *_compare("supplements", dossier.supplements.all(), told.supplements),
            *_compare("holders", _holders(dossier), told.holder_rows),
            *_compare("fee_requests", dossier.fee_requests.all(), told.fee_requests),
            *_compare("receipts", dossier.fee_receipts.all(), told.receipts, by="number"),
            *_compare("due_dates", dossier.due_dates.all(), told.due_dates),
            *_compare("rating", [rating] if rating else [], told.ratings),
            *_compare_process(dossier.process, told.process()),
            *_compare("papers", dossier.papers.all(), told.papers),
            *_compare("reappointment", [reappointment] if reappointment else [], told.reappointments),
        }
    )


def _compare_process(stored: ProcessInstance | None, told: Told | None) -> Iterator[str]:
    """A process that began before its moves were kept in the journal is not compared."""
    if stored is None or told is None:
        yield from ["process"] if told else []
        return
    yield from _compare("process", [stored], [told.instance])
    yield from _compare("steps", stored.steps.all(), told.steps, by="move node")
    yield from _compare("timers", stored.timers.all(), told.timers, by="move node")


def _holders(dossier: Dossier) -> list[StepInstance]:
    """The steps that somebody has or had, or did in another's place, in the order of their opening."""
    steps = dossier.process.steps.all() if dossier.process else []
    found = [step for step in steps if step.assignee_id or step.assigned_at or step.on_behalf_of_id]
    return sorted(found, key=attrgetter("move", "node"))


def _compare(table: str, stored: Iterable[Model], told: Sequence[Row], *, by: str = "") -> Iterator[str]:
    """Rows in their order, or paired by the columns `by`; another number of rows is said as "table"."""
    columns = list(told[0]) if told else []
    rows = [_stored(row, columns) for row in stored]
    if len(rows) != len(told):
        yield table
    elif by and rows:
        rows, told = (sorted(each, key=itemgetter(*by.split())) for each in (rows, told))
    for row, wanted in zip(rows, told, strict=False):
        yield from (f"{table}.{column}" for column in columns if row[column] != wanted[column])


def _stored(row: Model, columns: Iterable[str]) -> Row:
    values = {column: getattr(row, column) for column in columns}
    # The journal names documents by text.
    return {**values, "id": str(values["id"])} if "id" in values else values
