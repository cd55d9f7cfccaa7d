"""A survey's whole way by its commands, who may do what, and that nothing kept ties an answer to a person."""

from datetime import date

import pytest

from haidang.dossiers.api import Dossier
from haidang.platform.models import IdempotencyRecord, JournalEntry
from haidang.reform import api as reform
from haidang.reform.api import sipas
from haidang.reform.sipas.answering import token_hash
from haidang.reform.sipas.lifecycle import TRANSITIONS, Command, Status
from haidang.reform.sipas.tables import AnswerCard, DrawnPerson, PaperSheet, SurveyAnswer
from world import DEPARTMENT, OTHER_DEPARTMENT

SATISFIED = {f"q{number}": 5 for number in range(1, 11)}


@pytest.fixture
def finished(world):
    """Six persons with a finished dossier at the department, one with two; one person elsewhere."""
    assert world.procedures
    people = [world.person(f"nguoi{at}", f"Người {at}", f"0770850{at:05}") for at in range(7)]
    papers = world.two_uploads()
    for at, person in enumerate([*people[:6], people[0], people[6]]):
        agency = OTHER_DEPARTMENT if at == 7 else DEPARTMENT
        code = world.submit(actor=person, owner=world.owner(person), agency=agency, documents=papers).code
        # Whoever may be asked is told by the end of processing alone; the way there is tested elsewhere.
        Dossier.objects.filter(code=code).update(finished_at=world.now)
    return people


class Desk:
    """Who runs surveys at the province."""

    def __init__(self, world):
        self.world, self.actor = world, world.leader

    def do(self, verb, **values):
        common = {"actor": self.actor, "now": self.world.now, "key": self.world.key()}
        return verb(**common | values)

    def create(self, **changes):
        wish = {
            "agency_code": "H06",
            "year": 2024,
            "wave": 1,
            "title": "Đợt thử",
            "size": 5,
            "seed": "2024-1",
            "first": date(2024, 11, 1),
            "last": self.world.now.date(),
        } | changes
        return self.do(sipas.create_survey, wish=sipas.Wish(**wish))

    def open(self):
        number = self.create().id
        self.do(sipas.draw_sample, survey_id=number)
        self.do(sipas.open_survey, survey_id=number)
        return sipas.survey(number)

    def cards(self, survey, count=5):
        stratum = survey.strata.get()
        return self.do(sipas.issue_cards, survey_id=survey.pk, stratum_id=stratum.pk, count=count).tokens


@pytest.fixture
def desk(world, finished):
    assert finished
    return Desk(world)


def test_nobody_is_drawn_twice_and_small_agencies_are_joined_or_left_out(desk):
    survey = desk.open()
    (stratum,) = survey.strata.all()
    assert (stratum.agency.code, stratum.population, stratum.drawn) == (DEPARTMENT, 6, 5)
    codes = sipas.addressees(survey, stratum.pk, user=desk.actor, on=desk.world.now.date())
    owners = Dossier.objects.filter(code__in=codes).values_list("owner_id_index", flat=True)
    assert len(codes) == len(set(owners)) == 5


def test_the_same_seed_draws_the_same(desk):
    first, second = desk.create(wave=1).id, desk.create(wave=2).id
    for number in (first, second):
        desk.do(sipas.draw_sample, survey_id=number)
    drawn = [
        set(DrawnPerson.objects.filter(survey=number).values_list("code", flat=True)) for number in (first, second)
    ]
    assert drawn[0] == drawn[1]


def test_a_card_works_once(desk):
    survey = desk.open()
    tokens = desk.cards(survey)
    typed = "-".join(tokens[0][at : at + 4] for at in range(0, 16, 4)).lower()
    assert len(sipas.asked_by(typed).questions) == 10
    sipas.answer(token=typed, levels=SATISFIED, now=desk.world.now)
    for again in (tokens[0], typed):
        with pytest.raises(sipas.CardUsed):
            sipas.answer(token=again, levels=SATISFIED, now=desk.world.now)
    with pytest.raises(reform.MeasureNotFound):
        sipas.answer(token="KHONGCOTHENAYDAU", levels=SATISFIED, now=desk.world.now)
    assert SurveyAnswer.objects.count() == 1
    assert reform.verify() == []


def test_an_empty_answer_leaves_the_card_unused(desk):
    survey = desk.open()
    token = desk.cards(survey)[0]
    for levels in ({}, {"q1": 6}, {"q1": 0}):
        with pytest.raises(reform.Invalid):
            sipas.answer(token=token, levels=levels, now=desk.world.now)
    sipas.answer(token=token, levels={"q1": 2}, now=desk.world.now)


def test_nothing_kept_ties_an_answer_to_a_card_a_person_or_a_moment(desk):
    survey = desk.open()
    tokens = desk.cards(survey)
    before = IdempotencyRecord.objects.count()
    for token in tokens:
        sipas.answer(token=token, levels=SATISFIED, now=desk.world.now)
    assert IdempotencyRecord.objects.count() == before
    assert {field.name for field in SurveyAnswer._meta.fields} == {"id", "stratum", "levels", "is_paper"}
    assert {field.name for field in AnswerCard._meta.fields} == {"id", "stratum", "token_hash", "is_used"}
    told = [entry.payload for entry in JournalEntry.objects.filter(kind="reform.sipas.answer")]
    assert len(told) == len(tokens)
    assert len(set(told)) == 1, "the journal says the same of every answer of a stratum"
    everything = " ".join(entry.payload for entry in JournalEntry.objects.filter(stream=survey.stream))
    for token in tokens:
        assert token not in everything
        assert token_hash(token) not in everything
    codes = DrawnPerson.objects.values_list("code", flat=True)
    assert not any(code in everything for code in codes)


def test_new_cards_replace_the_unused(desk):
    survey = desk.open()
    first = desk.cards(survey)
    sipas.answer(token=first[0], levels=SATISFIED, now=desk.world.now)
    second = desk.cards(survey, 3)
    with pytest.raises(reform.MeasureNotFound):
        sipas.asked_by(first[1])
    with pytest.raises(sipas.CardUsed):
        sipas.asked_by(first[0])
    assert len(second) == 3
    stratum = survey.strata.get()
    key = "one-key-for-cards"
    again = [desk.do(sipas.issue_cards, survey_id=survey.pk, stratum_id=stratum.pk, count=2, key=key) for _ in range(2)]
    assert (len(again[0].tokens), again[1].tokens, again[1].done.replayed) == (2, [], True)


def test_closing_forgets_who_was_asked(desk):
    survey = desk.open()
    token, other = desk.cards(survey, 2)
    sipas.answer(token=token, levels=SATISFIED, now=desk.world.now)
    desk.do(sipas.close_survey, survey_id=survey.pk)
    assert not DrawnPerson.objects.exists()
    assert AnswerCard.objects.filter(is_used=False).count() == 0
    with pytest.raises(reform.MeasureNotFound):
        sipas.answer(token=other, levels=SATISFIED, now=desk.world.now)
    found = sipas.results(sipas.survey(survey.pk))
    assert (found.answers, found.drawn) == (1, 5)


def test_paper_counts_when_two_officers_have_typed_the_same(desk, world):
    survey = desk.open()
    stratum = survey.strata.get()
    second = world.officer("manager", "H06", with_descendants=True)

    def typed(actor, levels=SATISFIED, **values):
        return desk.do(
            sipas.enter_sheet,
            survey_id=survey.pk,
            stratum_id=stratum.pk,
            number=1,
            levels=levels,
            actor=actor,
            **values,
        )

    typed(desk.actor, {**SATISFIED, "q3": 2})
    with pytest.raises(reform.Invalid):
        typed(desk.actor)
    with pytest.raises(reform.Invalid, match="câu 3"):
        typed(second)
    typed(second, replaces=True)
    assert SurveyAnswer.objects.count() == 0
    typed(desk.actor)
    answer = SurveyAnswer.objects.get()
    assert (answer.levels, answer.is_paper) == (SATISFIED, True)
    assert PaperSheet.objects.get().levels is None
    with pytest.raises(reform.Invalid):
        typed(second)


def test_the_figures_of_few_are_not_shown_and_silence_is_warned_of(desk):
    survey = desk.open()
    tokens = desk.cards(survey)
    empty = sipas.results(survey)
    assert (empty.overall.value, empty.rate, empty.strata[0].overall) == (None, 0, None)
    for token in tokens[:4]:
        sipas.answer(token=token, levels=SATISFIED, now=desk.world.now)
    assert sipas.results(survey).strata[0].overall is None
    sipas.answer(token=tokens[4], levels={"q1": 1, "q2": 5}, now=desk.world.now)
    found = sipas.results(survey)
    assert found.strata[0].overall.value == found.overall.value == pytest.approx(0.9)
    access = found.factors[0]
    assert access.estimate.value == pytest.approx(0.9)
    assert [(item.value, item.count, counts) for _question, item, counts in access.questions] == [
        (0.8, 5, [1, 0, 0, 0, 4]),
        (1.0, 5, [0, 0, 0, 0, 5]),
    ]
    assert found.factors[1].estimate.count == 4
    assert any("5 phiếu" in words for words in found.warnings)


def test_questions_are_amended_until_the_sample_is_drawn(desk):
    number = desk.create().id
    plain = sipas.standard()
    fewer = sipas.Questionnaire(
        version="của tỉnh", title=plain.title, source="", scale=plain.scale, satisfied_from=4,
        factors=plain.factors[:1], questions=plain.questions[:1],
    )  # fmt: skip
    desk.do(sipas.amend_questions, survey_id=number, questions=fewer)
    assert len(sipas.results(sipas.survey(number)).factors) == 1
    unfit = sipas.Questionnaire(**{**{name: getattr(fewer, name) for name in fewer.__struct_fields__}, "questions": ()})
    with pytest.raises(reform.Invalid):
        desk.do(sipas.amend_questions, survey_id=number, questions=unfit)
    desk.do(sipas.draw_sample, survey_id=number)
    with pytest.raises(reform.WrongStatus):
        desk.do(sipas.amend_questions, survey_id=number, questions=fewer)


def test_what_cannot_be_is_refused(desk, world):
    desk.create()
    for changes in (
        {"wave": 1}, {"wave": 13}, {"wave": 2, "size": 0}, {"wave": 2, "title": " "}, {"wave": 2, "seed": ""},
        {"wave": 2, "first": date(2024, 11, 5)}, {"wave": 2, "last": date(2025, 1, 1)},
        {"wave": 2, "least_percent": 101},
    ):  # fmt: skip
        with pytest.raises(reform.Invalid):
            desk.create(**changes)
    early = desk.create(wave=3, first=date(2024, 1, 2), last=date(2024, 1, 3)).id
    with pytest.raises(reform.Invalid):
        desk.do(sipas.draw_sample, survey_id=early)


def test_who_may_run_a_survey(desk, world):
    number = desk.create().id
    strangers = [world.officer("reception"), world.officer("manager"), world.administrator, world.citizen]
    for actor in strangers:
        with pytest.raises(reform.NotAllowed):
            desk.do(sipas.draw_sample, survey_id=number, actor=actor)
    own = Desk(world)
    own.actor = world.officer("manager")
    assert own.create(agency_code=DEPARTMENT).status is Status.DRAFT
    with pytest.raises(reform.MeasureNotFound):
        desk.do(sipas.draw_sample, survey_id=10**9)
    with pytest.raises(reform.Conflict):
        desk.do(sipas.draw_sample, survey_id=number, expected_version=9)


def test_the_lifecycle_ends_where_it_should():
    assert {after for (_status, _command), after in TRANSITIONS.items()} == set(Status)
    assert not any(status in {Status.CLOSED, Status.WITHDRAWN} for status, _command in TRANSITIONS)
    assert {command for _status, command in TRANSITIONS} | {Command.CREATE} == set(Command)
