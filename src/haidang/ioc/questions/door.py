"""What the house above may use of questions, as `ioc.questions`."""

from haidang.ioc.questions.answering import Answer, Row, answer
from haidang.ioc.questions.by_area import Areas, InArea, by_area
from haidang.ioc.questions.choosing import choices, grain_on_map
from haidang.ioc.questions.question import GRAINS, MOST, USUAL, Question, Step, read

__all__ = [
    "GRAINS",
    "MOST",
    "USUAL",
    "Answer",
    "Areas",
    "InArea",
    "Question",
    "Row",
    "Step",
    "answer",
    "by_area",
    "choices",
    "grain_on_map",
    "read",
]
