"""Imports a file from end to end: survey, batches, report."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from haidang.catalogue.importing.readers import open_records
from haidang.catalogue.importing.report import ImportReport, RecordNote
from haidang.catalogue.importing.store import write
from haidang.catalogue.importing.survey import Incoming, survey
from haidang.platform import clock

BATCH = 400
Progress = Callable[[int, int], None]


def import_file(
    path: str | Path, *, now: datetime, valid_from: date | None = None, progress: Progress | None = None
) -> ImportReport:
    """Imports a file of procedures; raises FileUnusable if it is not one.

    Each batch is one transaction: an import that was cut off is resumed by running it again, and what is already
    there counts as unchanged. `progress(done, total)` is called after every batch. New versions hold from
    `valid_from`, by default the local date of `now`.
    """
    raw_records = open_records(Path(path))
    found = survey(raw_records)
    report = ImportReport(read=len(raw_records))
    for note in found.rejected:
        report.note(note)
    for item in found.incoming:
        if item.reading.odd:
            report.note(RecordNote(item.raw.number, item.reading.code, item.reading.facts.name, odd=item.reading.odd))
    report.details.sort(key=lambda note: note.number)
    _write_all(found.incoming, report, now=now, valid_from=valid_from or clock.local(now).date(), progress=progress)
    return report


def _write_all(
    incoming: list[Incoming], report: ImportReport, *, now: datetime, valid_from: date, progress: Progress | None
) -> None:
    # Records that a later one replaces are kept with it and change nothing of their own.
    effective = [item for item in incoming if item.last]
    report.unchanged += len(incoming) - len(effective)
    done = report.rejected + report.unchanged
    for start in range(0, len(effective), BATCH):
        batch = effective[start : start + BATCH]
        written = write(batch, now=now, valid_from=valid_from)
        report.created += written.created
        report.updated += written.updated
        report.unchanged += written.unchanged
        done += len(batch)
        if progress:
            progress(done, report.read)
