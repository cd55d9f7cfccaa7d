"""What can be wrong with a question about working time, said in Vietnamese and in English."""

from typing import Literal

Language = Literal["vi", "en"]


class WorktimeError(ValueError):
    """A question that cannot be answered. `str()` is Vietnamese; `text("en")` is English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en

    def text(self, language: Language = "vi") -> str:
        """The message in the reader's language."""
        return self.en if language == "en" else self.vi


class CalendarError(WorktimeError):
    """A calendar that contradicts itself or lacks a field; the message names the field."""


class CalendarRangeError(WorktimeError):
    """A date outside the calendar's validity: nobody has said which days are worked there."""


class TermError(WorktimeError):
    """A term that cannot be read, or that its convention cannot count."""


class PauseError(WorktimeError):
    """A pause out of order, overlapping, before the start, or resumed before it began."""


class MomentError(WorktimeError):
    """A moment that cannot be read, or one without a time zone."""
