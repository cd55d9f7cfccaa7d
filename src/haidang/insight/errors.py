"""What can be wrong with an event log, said in Vietnamese and in English."""


class LogRefused(ValueError):
    """A log that cannot be read or evaluated: which line or element, and what to do. `str()` is Vietnamese."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en
