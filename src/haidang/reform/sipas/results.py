"""What a survey says: shares satisfied by question, factor and agency, with intervals, warnings and response rates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.reform.errors import MeasureNotFound
from haidang.reform.sipas import intervals, questionnaire
from haidang.reform.sipas.acts import may_run
from haidang.reform.sipas.intervals import HIDDEN, Estimate
from haidang.reform.sipas.questionnaire import Factor, Question, Questionnaire
from haidang.reform.sipas.tables import Survey, SurveyAnswer, SurveyStratum

Levels = Mapping[str, int]
Share = Callable[[Levels], float | None]


@dataclass(frozen=True, slots=True)
class StratumLine:
    """How a stratum answers: persons it stands for, drawn, answers in. `overall` None: too few to be shown."""

    stratum: SurveyStratum
    name: str
    answers: int
    cards: int
    overall: Estimate | None
    factors: list[Estimate] | None

    @property
    def rate(self) -> float | None:
        """Answers for each person drawn."""
        return self.answers / self.stratum.drawn if self.stratum.drawn else None


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor with its questions."""

    factor: Factor
    estimate: Estimate
    questions: list[tuple[Question, Estimate, list[int]]]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a survey says. `overall` is the mean over factors."""

    survey: Survey
    questions: Questionnaire
    agency: str
    overall: Estimate
    factors: list[FactorLine]
    strata: list[StratumLine]
    answers: int
    drawn: int
    waiting_sheets: int
    warnings: list[str]

    @property
    def rate(self) -> float | None:
        """Answers for each person drawn."""
        return self.answers / self.drawn if self.drawn else None


def surveys() -> list[Survey]:
    """Every survey, newest first."""
    return list(Survey.objects.select_related("agency"))


def survey(id_: int) -> Survey:
    """A survey; raises MeasureNotFound."""
    found = Survey.objects.filter(pk=id_).first() if 0 < id_ < 2**31 else None
    if found is None:
        raise MeasureNotFound(gettext_lazy("Không tìm thấy cuộc khảo sát này."))
    return found


def addressees(found: Survey, stratum_id: int, *, user: User, on: date) -> list[str]:
    """The dossiers whose owners are to be asked in a stratum, for whoever runs the survey; none when it has ended."""
    if not may_run(user, found.agency_id, on=on):
        return []
    rows = found.strata.filter(pk=stratum_id).values_list("persons__code", flat=True)
    return sorted(code for code in rows if code)


def results(found: Survey) -> Results:
    """What a survey says so far."""
    questions = questionnaire.from_plain(found.questionnaire)
    strata = list(found.strata.select_related("agency").annotate(open_cards=Count("cards", Q(cards__is_used=False))))
    answers: dict[int, list[Levels]] = {each.pk: [] for each in strata}
    for stratum_id, levels in SurveyAnswer.objects.filter(stratum__survey=found).values_list("stratum_id", "levels"):
        answers[stratum_id].append(levels)
    names = _names(found, strata)
    lines = [_stratum(each, names[each.pk], answers[each.pk], questions) for each in strata]
    every = [levels for group in answers.values() for levels in group]
    outcome = Results(
        survey=found,
        questions=questions,
        agency=identity.agency_name(found.agency_id, on=found.last),
        overall=_weighed(strata, answers, lambda levels: overall_share(levels, questions), seed=0),
        factors=[
            FactorLine(
                factor,
                _weighed(strata, answers, _share_of(factor, questions), seed=at),
                _questions(factor, every, questions),
            )
            for at, factor in enumerate(questions.factors, 1)
        ],
        strata=lines,
        answers=len(every),
        drawn=sum(each.drawn for each in strata),
        waiting_sheets=found.sheets.filter(levels__isnull=False).count(),
        warnings=[],
    )
    outcome.warnings.extend(_warnings(outcome))
    return outcome


def factor_share(levels: Levels, factor: str, questions: Questionnaire) -> float | None:
    """The share of one respondent's answers to a factor that are satisfied; None where he passed it over."""
    given = [levels[item.key] for item in questions.of_factor(factor) if item.key in levels]
    return sum(level >= questions.satisfied_from for level in given) / len(given) if given else None


def overall_share(levels: Levels, questions: Questionnaire) -> float | None:
    """The mean of one respondent's factors; None where he passed over all."""
    found = [factor_share(levels, factor.key, questions) for factor in questions.factors]
    known = [share for share in found if share is not None]
    return sum(known) / len(known) if known else None


def _share_of(factor: Factor, questions: Questionnaire) -> Share:
    return lambda levels: factor_share(levels, factor.key, questions)


def _weighed(
    strata: Sequence[SurveyStratum],
    answers: Mapping[int, Sequence[Levels]],
    share: Share,
    *,
    seed: int,
) -> Estimate:
    groups = [
        intervals.Stratum(each.population, [one for one in map(share, answers[each.pk]) if one is not None])
        for each in strata
    ]
    return intervals.of_strata(groups, seed=seed)


def _questions(
    factor: Factor, every: Sequence[Levels], questions: Questionnaire
) -> list[tuple[Question, Estimate, list[int]]]:
    """Each question of a factor with its share satisfied and how many chose each level."""
    lines = []
    for question in questions.of_factor(factor.key):
        given = [levels[question.key] for levels in every if question.key in levels]
        counts = [given.count(level) for level, _words in questions.levels]
        satisfied = sum(counts[questions.satisfied_from - 1 :])
        lines.append((question, intervals.of_question(satisfied, len(given)), counts))
    return lines


def _stratum(stratum: SurveyStratum, name: str, answers: Sequence[Levels], questions: Questionnaire) -> StratumLine:
    cards: int = stratum.open_cards  # type: ignore[attr-defined]
    if len(answers) < HIDDEN:
        return StratumLine(stratum, name, len(answers), cards, None, None)
    one = {stratum.pk: answers}
    overall = _weighed([stratum], one, lambda levels: overall_share(levels, questions), seed=0)
    factors = [
        _weighed([stratum], one, _share_of(factor, questions), seed=at)
        for at, factor in enumerate(questions.factors, 1)
    ]
    return StratumLine(stratum, name, len(answers), cards, overall, factors)


def _names(found: Survey, strata: Sequence[SurveyStratum]) -> dict[int, str]:
    ids = [each.agency_id for each in strata if each.agency_id]
    views = identity.agencies_by_id(ids, on=found.last)
    joined = _("Các cơ quan ít hồ sơ (gộp)")
    return {each.pk: views[each.agency_id].name if each.agency_id else joined for each in strata}


def _warnings(found: Results) -> list[str]:
    """What a reader must know before he believes the figures."""
    words = []
    if found.rate is not None and found.rate * 100 < found.survey.least_percent:
        values = {"rate": f"{found.rate * 100:.0f}", "least": found.survey.least_percent}
        low = _("Tỷ lệ phản hồi %(rate)s %%, thấp hơn mức %(least)s %% đặt ra: người không trả lời có thể nghĩ khác.")
        words.append(low % values)
    if found.overall.is_small:
        words.append(_("Chỉ có %(count)s phiếu: khoảng tin cậy rộng, không nên so sánh.") % {"count": found.answers})
    silent = [line.name for line in found.strata if not line.answers]
    if silent and found.answers:
        words.append(_("%(count)s cơ quan chưa có phiếu nào: kết quả chung không nói về họ.") % {"count": len(silent)})
    return words
