"""Checks what is kept of the sources: journals, files as they came, and that no row was lost on the way."""

from haidang.ioc.sources.tables import BadRow, Delivery, Source, SourceRow, SourceRun
from haidang.platform import files, journal
from haidang.platform.journal import Fault


def verify(*, with_files: bool = True) -> list[Fault]:
    """Everything that is not as it was written."""
    heads = {source.stream: journal.Head(source.version, source.head_hash) for source in Source.objects.all()}
    faults = journal.check_streams(f"{Source.PREFIX}:", heads)
    for run in SourceRun.objects.exclude(state=SourceRun.State.RUNNING).select_related("source"):
        rows = sum(delivery.rows or 0 for delivery in Delivery.objects.filter(run=run))
        if rows != run.read:
            faults.append(Fault(run.source.stream, run.pk, "miscounted"))
    if with_files:
        faults += _files()
    return faults


def _files() -> list[Fault]:
    wanted = Delivery.objects.select_related("source").order_by("id")
    intact: dict[str, bool] = {}
    for row in wanted:
        if row.sha256 not in intact:
            intact[row.sha256] = files.is_intact(row.sha256)
    return [Fault(row.source.stream, row.pk, "file") for row in wanted if not intact[row.sha256]]


def totals(code: str) -> dict[str, int]:
    """How many rows a source holds, has set apart and has read, for whoever counts again."""
    return {
        "rows": SourceRow.objects.filter(source__code=code).count(),
        "open_bad": BadRow.objects.filter(source__code=code, state=BadRow.State.OPEN).count(),
        "read": sum(SourceRun.objects.filter(source__code=code).values_list("read", flat=True)),
    }
