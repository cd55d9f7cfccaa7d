"""What is done to a survey: made, its questions amended, its sample drawn, opened, ended, called off."""

import hashlib
import hmac
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.written import required
from haidang.reform.errors import Invalid
from haidang.reform.sipas import questionnaire, sampling
from haidang.reform.sipas.acts import Done, create, order, perform
from haidang.reform.sipas.lifecycle import Command
from haidang.reform.sipas.questionnaire import Questionnaire, Unfit
from haidang.reform.sipas.sampling import Candidate
from haidang.reform.sipas.tables import AnswerCard, DrawnPerson, Survey, SurveyStratum

MOST_PERSONS = 10_000
"""Persons of one stratum in one wave."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a survey shall be: whose, which wave, whose finished dossiers, how many persons a stratum, by which seed."""

    agency_code: str
    year: int
    wave: int
    title: str
    first: date
    last: date
    size: int
    seed: str
    least_percent: int = 30

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {**asdict(self), "first": self.first.isoformat(), "last": self.last.isoformat()}


def create_survey(*, wish: Wish, actor: User, now: datetime, key: str) -> Done:
    """Makes a survey with the questions that ship. Raises AgencyNotFound, NotAllowed, Invalid, KeyReused."""

    def make() -> tuple[Survey, Payload]:
        agency = identity.agency(wish.agency_code, on=clock.local(now).date())
        _check(wish, now)
        if Survey.objects.filter(agency=agency.id, year=wish.year, wave=wish.wave).exists():
            raise Invalid(_("Năm này đã có đợt khảo sát mang số đó. Hãy chọn số đợt khác."), field="wave")
        row = Survey(agency_id=agency.id, year=wish.year, wave=wish.wave, first=wish.first, last=wish.last)
        row.title = required(wish.title, field="title", message=_("Hãy đặt tên cuộc khảo sát."), limit=200)
        row.seed = required(wish.seed, field="seed", message=_("Hãy ghi hạt giống để chọn mẫu."), limit=40)
        row.size, row.least_percent = wish.size, wish.least_percent
        row.questionnaire = questionnaire.to_plain(questionnaire.standard())
        return row, {**wish.plain, "questionnaire": row.questionnaire["version"]}

    return create(order(Command.CREATE, actor, now, key, wish.plain), make)


def _check(wish: Wish, now: datetime) -> None:
    if not (2000 <= wish.year <= 2099 and 1 <= wish.wave <= 12):
        raise Invalid(_("Năm từ 2000 đến 2099, đợt từ 1 đến 12."), field="year")
    if wish.first > wish.last or wish.last > clock.local(now).date():
        raise Invalid(_("Khoảng ngày phải kết thúc trước hoặc trong hôm nay."), field="last")
    if not 1 <= wish.size <= MOST_PERSONS:
        raise Invalid(_("Mỗi cơ quan hỏi từ 1 đến %(most)s người.") % {"most": MOST_PERSONS}, field="size")
    if not 0 <= wish.least_percent <= 100:
        raise Invalid(_("Tỷ lệ phản hồi từ 0 đến 100 %."), field="least_percent")


def amend_questions(
    *,
    survey_id: int,
    questions: Questionnaire,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Puts other questions in while nobody has been drawn. Raises Invalid where they cannot be asked."""
    plain = questionnaire.to_plain(questions)

    def change(row: Survey) -> Payload:
        try:
            row.questionnaire = questionnaire.to_plain(questionnaire.checked(questions))
        except Unfit as unfit:
            raise Invalid(_UNFIT[unfit.args[0]], field=unfit.args[1] or None) from unfit
        return {"questionnaire": plain}

    found = order(Command.AMEND, actor, now, key, {"survey": survey_id, "questionnaire": plain})
    return perform(found, Command.AMEND, id_=survey_id, expected_version=expected_version, change=change)


_UNFIT = {
    "many": _("Một phiếu có từ 1 đến 40 câu hỏi."),
    "empty": _("Câu hỏi không được để trống."),
    "long": _("Câu hỏi dài quá 300 ký tự."),
    "factor": _("Mỗi yếu tố cần ít nhất một câu hỏi."),
}


def draw_sample(*, survey_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Draws the persons to be asked and makes the questions stand fast. Raises Invalid where nobody can be drawn."""

    def change(row: Survey) -> Payload:
        groups = sampling.strata(_candidates(row))
        if not groups:
            words = _(
                "Trong khoảng ngày này chưa đủ %(least)s người có hồ sơ giải quyết xong để giữ kín người trả lời."
            )
            raise Invalid(words % {"least": sampling.SMALLEST})
        drawn = sampling.draw(groups, size=row.size, seed=row.seed)
        for number, group in sorted(groups.items()):
            _keep(row, number, len(group), drawn[number])
        counts = {str(number): [len(group), len(drawn[number])] for number, group in groups.items()}
        return {"seed": row.seed, "strata": counts}

    found = order(Command.DRAW, actor, now, key, {"survey": survey_id})
    return perform(found, Command.DRAW, id_=survey_id, expected_version=expected_version, change=change)


def _keep(row: Survey, number: int, population: int, drawn: list[Candidate]) -> None:
    agency_id = None if number == sampling.OTHERS else number
    stratum = SurveyStratum.objects.create(survey=row, agency_id=agency_id, population=population, drawn=len(drawn))
    persons = [DrawnPerson(survey=row, stratum=stratum, code=item.code, mark=_mark(row, item.person)) for item in drawn]
    DrawnPerson.objects.bulk_create(persons)


def _candidates(row: Survey) -> list[Candidate]:
    """The finished dossiers of the survey's agencies, each at whoever has its work on the last day."""
    since = datetime.combine(row.first, time(), clock.LOCAL)
    until = datetime.combine(row.last + timedelta(days=1), time(), clock.LOCAL)
    rows = dossiers.askable(since=since, until=until)
    heirs = identity.heirs({(item.agency_id, item.procedure_code) for item in rows}, on=row.last)
    inside = identity.descendants(row.agency_id, on=row.last)
    placed = [(heirs[item.agency_id, item.procedure_code], item) for item in rows]
    return [Candidate(home, item.person, item.code) for home, item in placed if home in inside]


def _mark(row: Survey, person: str) -> str:
    return hmac.new(settings.BLIND_INDEX_KEY, f"sipas:{row.pk}:{person}".encode(), hashlib.sha256).hexdigest()


def open_survey(*, survey_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Lets answers in."""

    def change(row: Survey) -> Payload:
        row.opened_at = now
        return {}

    found = order(Command.OPEN, actor, now, key, {"survey": survey_id})
    return perform(found, Command.OPEN, id_=survey_id, expected_version=expected_version, change=change)


def close_survey(*, survey_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Lets no more answers in; who was drawn and the cards that nobody used are deleted."""

    def change(row: Survey) -> Payload:
        row.closed_at = now
        DrawnPerson.objects.filter(survey=row).delete()
        unused = AnswerCard.objects.filter(stratum__survey=row, is_used=False).delete()[0]
        waiting = row.sheets.filter(levels__isnull=False).count()
        return {"unused_cards": unused, "unchecked_sheets": waiting}

    found = order(Command.CLOSE, actor, now, key, {"survey": survey_id})
    return perform(found, Command.CLOSE, id_=survey_id, expected_version=expected_version, change=change)


def withdraw_survey(
    *, survey_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Calls off a survey that nobody has answered; who was drawn is deleted."""

    def change(row: Survey) -> Payload:
        DrawnPerson.objects.filter(survey=row).delete()
        AnswerCard.objects.filter(stratum__survey=row).delete()
        return {}

    found = order(Command.WITHDRAW, actor, now, key, {"survey": survey_id})
    return perform(found, Command.WITHDRAW, id_=survey_id, expected_version=expected_version, change=change)
