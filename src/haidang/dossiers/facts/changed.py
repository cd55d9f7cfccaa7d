"""Which dossiers have changed since a cursor: each act leaves a line in the journal, so the journal tells."""

from haidang.platform import journal_feed

PREFIX = "dossier:"


def changed(cursor: str, limit: int) -> tuple[list[str], journal_feed.Feed]:
    """The codes of dossiers that the next `limit` lines of the journal are about, and those lines."""
    feed = journal_feed.read(cursor, limit=limit)
    codes = {line.stream.removeprefix(PREFIX) for line in feed.lines if line.stream.startswith(PREFIX)}
    return sorted(codes), feed
