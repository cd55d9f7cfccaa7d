"""What the house above may use of the service index, as `reform.qd766`."""

from haidang.reform.qd766.cards import Card, GroupTotal, Value, alternatives, card, cards, span_of, what_if
from haidang.reform.qd766.definition import Choice, Component, Index, Input, Option, index
from haidang.reform.qd766.entering import SOURCE_LENGTH, Entered, enter_count, may_enter
from haidang.reform.qd766.evidence import evidence, history
from haidang.reform.qd766.labels import ENDING_LABELS, STANDING_LABELS, TIMELINESS_LABELS, span_words
from haidang.reform.qd766.listing import Behind, behind
from haidang.reform.qd766.scoring import MOST, Result, Standing, Total, needed, rounded, to_full, total
from haidang.reform.qd766.spans import Span, of_day
from haidang.reform.qd766.tables import EnteredCount

__all__ = [
    "ENDING_LABELS",
    "MOST",
    "SOURCE_LENGTH",
    "STANDING_LABELS",
    "TIMELINESS_LABELS",
    "Behind",
    "Card",
    "Choice",
    "Component",
    "Entered",
    "EnteredCount",
    "GroupTotal",
    "Index",
    "Input",
    "Option",
    "Result",
    "Span",
    "Standing",
    "Total",
    "Value",
    "alternatives",
    "behind",
    "card",
    "cards",
    "enter_count",
    "evidence",
    "history",
    "index",
    "may_enter",
    "needed",
    "of_day",
    "rounded",
    "span_of",
    "span_words",
    "to_full",
    "total",
    "what_if",
]
