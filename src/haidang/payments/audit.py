"""Whether the room's rows and its ledger are what the journal says."""

from collections.abc import Iterator

from django.db.models import Sum

from haidang.payments import ledger
from haidang.payments.models import LedgerTransaction, Payment, Reconciliation, Refund, Transfer
from haidang.platform import journal
from haidang.platform.journal import Fault, Head

MODELS = (Payment, Transfer, Refund, Reconciliation)


def verify() -> list[Fault]:
    """Journal lines that are altered or missing, transactions that do not sum to zero or that no line tells of."""
    faults: list[Fault] = []
    for model in MODELS:
        heads = {row.stream: Head(row.version, row.head_hash) for row in model.objects.all().iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return [*faults, *_ledger_faults()]


def _ledger_faults() -> Iterator[Fault]:
    sums = LedgerTransaction.objects.annotate(total=Sum("entries__amount_vnd"))
    for subject, kind in sums.exclude(total=0).values_list("subject", "kind"):
        yield Fault(subject, 0, f"ledger-unbalanced {kind}")
    told = _told()
    for row in LedgerTransaction.objects.order_by("pk").prefetch_related("entries").iterator(chunk_size=1_000):
        entries = ledger.plain(ledger.entries_of(row))
        if [str(row.kind), entries] not in told.get(row.subject, []):
            yield Fault(row.subject, 0, f"ledger-differs {row.kind}")
        else:
            told[row.subject].remove([str(row.kind), entries])
    for subject, left in told.items():
        yield from (Fault(subject, 0, f"ledger-missing {one[0]}") for one in left)


def _told() -> dict[str, list[list[object]]]:
    """What the journal says that the ledger must hold: by stream, [kind, entries] of each transaction."""
    found: dict[str, list[list[object]]] = {}
    for model in MODELS:
        for stream, lines in journal.streams(f"{model.PREFIX}:"):
            for line in lines:
                if told := journal.data(line).get("ledger"):
                    found.setdefault(stream, []).append([told["kind"], told["entries"]])
    return found
