"""Checks the journals of watches and of alerts taken note of."""

from haidang.ioc.watching.tables import Noted, Watch
from haidang.platform import journal
from haidang.platform.journal import Fault, Head


def verify() -> list[Fault]:
    """What is wrong with the journal of any watch or note."""
    faults: list[Fault] = []
    for table in (Watch, Noted):
        heads = {row.stream: Head(row.version, row.head_hash) for row in table.objects.all()}
        faults += journal.check_streams(f"{table.PREFIX}:", heads)
    return faults
