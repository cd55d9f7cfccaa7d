"""What the house above may use of surveys, as `reform.sipas`."""

from haidang.reform.sipas.acts import Done, may_run
from haidang.reform.sipas.answering import (
    MOST_CARDS,
    CardUsed,
    Issued,
    answer,
    asked_by,
    enter_sheet,
    issue_cards,
)
from haidang.reform.sipas.intervals import HIDDEN, SMALL, Estimate
from haidang.reform.sipas.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.reform.sipas.lifecycle import Command, Status, after
from haidang.reform.sipas.questionnaire import TEXT_LENGTH, Factor, Question, Questionnaire, from_plain, standard
from haidang.reform.sipas.results import FactorLine, Results, StratumLine, addressees, results, survey, surveys
from haidang.reform.sipas.running import (
    MOST_PERSONS,
    Wish,
    amend_questions,
    close_survey,
    create_survey,
    draw_sample,
    open_survey,
    withdraw_survey,
)
from haidang.reform.sipas.tables import Survey, SurveyAnswer, SurveyStratum

__all__ = [
    "COMMAND_LABELS",
    "HIDDEN",
    "MOST_CARDS",
    "MOST_PERSONS",
    "SMALL",
    "STATUS_LABELS",
    "TEXT_LENGTH",
    "CardUsed",
    "Command",
    "Done",
    "Estimate",
    "Factor",
    "FactorLine",
    "Issued",
    "Question",
    "Questionnaire",
    "Results",
    "Status",
    "StratumLine",
    "Survey",
    "SurveyAnswer",
    "SurveyStratum",
    "Wish",
    "addressees",
    "after",
    "amend_questions",
    "answer",
    "asked_by",
    "close_survey",
    "create_survey",
    "draw_sample",
    "enter_sheet",
    "from_plain",
    "issue_cards",
    "may_run",
    "open_survey",
    "results",
    "standard",
    "survey",
    "surveys",
    "withdraw_survey",
]
