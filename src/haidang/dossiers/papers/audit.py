"""Whether issued papers are still what was issued, and none is missing from its row of numbers."""

from collections.abc import Iterator

from haidang.dossiers.papers.issuing import content_hash
from haidang.dossiers.papers.models import IssuedPaper, PaperCounter
from haidang.platform.journal import Fault

_READ = ("kind", "year", "number", "values", "content_hash")


def faults() -> Iterator[Fault]:
    """Papers whose content has another hash than on the day of issue, and numbers that were given to no paper."""
    for paper in IssuedPaper.objects.select_related("dossier").only("dossier__code", *_READ).iterator():
        if content_hash(paper.values) != paper.content_hash:
            where = f"dossier:{paper.dossier.code}"
            yield Fault(where, 0, f"paper-damaged {paper.kind} {paper.number}/{paper.year}")
    # Counters first: a paper issued in between is then counted, not missing.
    counters = list(PaperCounter.objects.select_related("agency"))
    for counter in counters:
        given = IssuedPaper.objects.filter(agency=counter.agency, kind=counter.kind, year=counter.year)
        found = given.filter(number__lte=counter.last).count()
        if found != counter.last:
            missing = counter.last - found
            yield Fault(f"papers:{counter.agency.code}", 0, f"paper-missing {counter.kind} {counter.year}: {missing}")
