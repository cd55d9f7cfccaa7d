"""How answers come in: by cards that nobody can tell apart afterwards, or on paper, typed twice.

Nothing that is kept ties an answer to a card, a card to a person, or either to a moment: a card is marked as used
without a time, an answer has a key by chance and no time, and no idempotency record is kept of an answer: the card
itself works once. The journal says of an answer only in which stratum it came.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import journal
from haidang.platform.acts import Payload
from haidang.reform.errors import Invalid, MeasureNotFound, WrongStatus
from haidang.reform.sipas import questionnaire
from haidang.reform.sipas.acts import Done, locked, order, perform
from haidang.reform.sipas.lifecycle import Command, Status
from haidang.reform.sipas.questionnaire import Questionnaire
from haidang.reform.sipas.tables import AnswerCard, PaperSheet, Survey, SurveyAnswer, SurveyStratum

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without letters and digits that are read for one another."""
TOKEN_LENGTH = 16
"""80 bits: guessing is hopeless, typing from paper is not."""
MOST_CARDS = 2_000
ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Issued:
    """New cards: their tokens, which exist nowhere else; empty when the same order was given before."""

    done: Done
    tokens: list[str]


class CardUsed(WrongStatus):
    """The card has served already."""

    code = "card-used"


def token_hash(token: str) -> str:
    """What a token is known by; letters in any case, with or without dashes."""
    plain = "".join(letter for letter in token.upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(f"sipas-card:{plain}".encode()).hexdigest()


def issue_cards(
    *,
    survey_id: int,
    stratum_id: int,
    count: int,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Issued:
    """Makes `count` cards for a stratum; those made before and not used serve no more.

    The tokens are in this answer only. Raises Invalid, and what `perform` raises.
    """
    made: list[str] = []

    def change(row: Survey) -> Payload:
        stratum = _stratum(row, stratum_id)
        if not 1 <= count <= MOST_CARDS:
            raise Invalid(_("Mỗi lần phát từ 1 đến %(most)s thẻ.") % {"most": MOST_CARDS}, field="count")
        revoked = stratum.cards.filter(is_used=False).delete()[0]
        made.extend(_token() for _ in range(count))
        AnswerCard.objects.bulk_create(AnswerCard(stratum=stratum, token_hash=token_hash(each)) for each in made)
        return {"stratum": stratum.pk, "count": count, "revoked": revoked}

    content = {"survey": survey_id, "stratum": stratum_id, "count": count}
    found = order(Command.ISSUE_CARDS, actor, now, key, content)
    done = perform(found, Command.ISSUE_CARDS, id_=survey_id, expected_version=expected_version, change=change)
    return Issued(done, made)


def _token() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def asked_by(token: str) -> Questionnaire:
    """The questions that the card's holder is asked. Raises MeasureNotFound, CardUsed, WrongStatus."""
    return questionnaire.from_plain(_card(token).stratum.survey.questionnaire)


def _card(token: str) -> AnswerCard:
    found = AnswerCard.objects.select_related("stratum__survey").filter(token_hash=token_hash(token)).first()
    if found is None:
        raise MeasureNotFound(_("Đường dẫn hoặc mã này không dùng được. Hãy kiểm tra lại mã trên thẻ."))
    if found.is_used:
        raise CardUsed(_("Thẻ này đã được dùng để trả lời. Cảm ơn bạn!"))
    if found.stratum.survey.status != Status.OPEN:
        raise WrongStatus(_("Cuộc khảo sát chưa bắt đầu hoặc đã kết thúc."))
    return found


def answer(*, token: str, levels: Mapping[str, int], now: datetime) -> None:
    """Takes the answer of a card's holder, once.

    Raises MeasureNotFound, CardUsed, WrongStatus, and Invalid for no answer or a level that there is not.
    """
    with transaction.atomic():
        survey = locked(_card(token).stratum.survey_id)
        card = _card(token)
        kept = _levels(questionnaire.from_plain(survey.questionnaire), levels)
        card.is_used = True
        card.save(update_fields=["is_used"])
        SurveyAnswer.objects.create(stratum=card.stratum, levels=kept)
        _note(survey, card.stratum, now)


def _note(survey: Survey, stratum: SurveyStratum, now: datetime) -> None:
    _entry, head = journal.append(
        survey.stream,
        journal.Head(survey.version, survey.head_hash),
        kind="reform.sipas.answer",
        at=now,
        actor=ANONYMOUS,
        payload={"v": 1, "stratum": stratum.pk},
    )
    survey.version, survey.head_hash = head.seq, head.hash
    survey.save(update_fields=["version", "head_hash"])


def enter_sheet(
    *,
    survey_id: int,
    stratum_id: int,
    number: int,
    levels: Mapping[str, int],
    actor: User,
    now: datetime,
    key: str,
    replaces: bool = False,
) -> Done:
    """Types a paper sheet: the first typing waits, the same by another officer makes it count.

    `replaces`: the waiting typing was wrong, this one waits instead. Raises Invalid where the two typings differ, by
    question, or where the same officer types twice.
    """
    content = {
        "survey": survey_id,
        "stratum": stratum_id,
        "number": number,
        "levels": dict(levels),
        "replaces": replaces,
    }

    def change(row: Survey) -> Payload:
        stratum = _stratum(row, stratum_id)
        if not 1 <= number <= 999_999:
            raise Invalid(_("Số phiếu từ 1 đến 999999."), field="number")
        kept = _levels(questionnaire.from_plain(row.questionnaire), levels)
        sheet = PaperSheet.objects.select_for_update().filter(survey=row, number=number).first()
        if sheet is None:
            PaperSheet.objects.create(survey=row, stratum=stratum, number=number, levels=kept, typed_by=actor)
        counted = sheet is not None and _again(sheet, stratum, kept, actor, replaces=replaces)
        return {"stratum": stratum.pk, "number": number, "counted": counted, "replaces": replaces}

    found = order(Command.ENTER_SHEET, actor, now, key, content)
    return perform(found, Command.ENTER_SHEET, id_=survey_id, expected_version=None, change=change)


def _again(sheet: PaperSheet, stratum: SurveyStratum, levels: dict[str, int], actor: User, *, replaces: bool) -> bool:
    """Takes the typing of a sheet that waits for its second one; whether it counts now."""
    if sheet.levels is None:
        raise Invalid(_("Phiếu mang số này đã được tính."), field="number")
    if replaces:
        sheet.stratum, sheet.levels, sheet.typed_by = stratum, levels, actor
        sheet.save()
        return False
    if sheet.typed_by_id == actor.pk:
        raise Invalid(_("Phiếu này chờ một người khác nhập lại để kiểm tra."), field="number")
    _compare(sheet, stratum, levels)
    SurveyAnswer.objects.create(stratum=stratum, levels=levels, is_paper=True)
    sheet.levels, sheet.checked_by = None, actor
    sheet.save()
    return True


def _compare(sheet: PaperSheet, stratum: SurveyStratum, levels: dict[str, int]) -> None:
    if sheet.stratum_id != stratum.pk:
        raise Invalid(_("Hai lần nhập khác cơ quan. Hãy xem lại phiếu giấy."), field="stratum")
    questions = questionnaire.from_plain(stratum.survey.questionnaire).questions
    first = sheet.levels or {}
    differing = [str(at) for at, item in enumerate(questions, 1) if first.get(item.key) != levels.get(item.key)]
    if differing:
        words = _("Hai lần nhập khác nhau ở câu %(questions)s. Hãy xem lại phiếu giấy.")
        raise Invalid(words % {"questions": ", ".join(differing)}, field="number")


def _stratum(survey: Survey, stratum_id: int) -> SurveyStratum:
    found = survey.strata.filter(pk=stratum_id).first() if 0 < stratum_id < 2**31 else None
    if found is None:
        raise Invalid(_("Hãy chọn nhóm người trả lời."), field="stratum")
    return found


def _levels(questions: Questionnaire, given: Mapping[str, int]) -> dict[str, int]:
    try:
        kept = questionnaire.check_answers(questions, given)
    except ValueError as error:
        raise Invalid(_("Mức trả lời không có trong thang đo."), field=str(error)) from error
    if not kept:
        raise Invalid(_("Hãy trả lời ít nhất một câu."))
    return kept
