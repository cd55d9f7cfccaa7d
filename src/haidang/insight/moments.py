"""Moments as logs write them: ISO 8601, the way of this country, or a form that the reader is told."""

from datetime import UTC, datetime

_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y/%m/%d %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d")


def moment(text: str, *, form: str = "") -> datetime:
    """An aware moment; one without a zone is taken as UTC. Raises ValueError."""
    found = datetime.strptime(text.strip(), form) if form else _guessed(text.strip())  # noqa: DTZ007  the zone follows
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _guessed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        for form in _FORMS:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007  the zone follows
            except ValueError:
                continue
        raise


def moment_or_days(text: str, *, form: str = "") -> datetime | float:
    """A deadline: a moment, or a number of days from the beginning of its case. Raises ValueError."""
    try:
        return float(text)
    except ValueError:
        return moment(text, form=form)
