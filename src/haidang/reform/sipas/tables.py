"""Tables of surveys. An answer names its survey and stratum alone: no card, no dossier, no person, no time.

Whom a card was handed to is never known here: cards are made for a stratum, not for its persons.
"""

import uuid

from django.db import models

from haidang.identity.api import Agency, User
from haidang.platform.streams import Streamed
from haidang.reform.sipas.labels import STATUS_LABELS


class Survey(Streamed):
    """A wave of a year, of an agency with all below it. `questionnaire`: as `questionnaire.to_plain` writes it.

    Persons whose dossiers were finished on the local days `first` to `last` are drawn, up to `size` a stratum, by
    `seed`. A response rate below `least_percent` is warned of.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    wave = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=[(key.value, words) for key, words in STATUS_LABELS.items()])
    questionnaire = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=40)
    least_percent = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    PREFIX = "sipas"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "wave"], name="survey_once")]
        ordering = ["-year", "-wave", "agency"]

    def __str__(self) -> str:
        return f"{self.title} {self.year}/{self.wave}"


class SurveyStratum(models.Model):
    """An agency's share of a sample: persons it stands for, persons drawn. `agency` None: several small ones joined."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="strata")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    population = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "agency"], name="survey_stratum_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.agency_id}"


class DrawnPerson(models.Model):
    """Somebody to be asked in a stratum, by the dossier that was drawn; deleted when the survey ends.

    `mark`: a keyed hash of the person for this survey alone, so that nobody is drawn twice.
    """

    stratum = models.ForeignKey(SurveyStratum, on_delete=models.CASCADE, related_name="persons")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "mark"], name="drawn_person_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class AnswerCard(models.Model):
    """A one-time link to answer by, known here by the hash of its token only; usable by whoever holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stratum = models.ForeignKey(SurveyStratum, on_delete=models.CASCADE, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.token_hash[:8]


class SurveyAnswer(models.Model):
    """Somebody's levels by question key. The key is by chance, so that it tells no order either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stratum = models.ForeignKey(SurveyStratum, on_delete=models.CASCADE, related_name="answers")
    levels = models.JSONField()
    is_paper = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.stratum_id}: {len(self.levels)}"


class PaperSheet(models.Model):
    """A paper sheet by its number: what the first officer typed, until a second has typed the same.

    Then the levels become a `SurveyAnswer` and are taken out of here.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    stratum = models.ForeignKey(SurveyStratum, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    levels = models.JSONField(null=True)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="paper_sheet_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.survey_id} #{self.number}"


SURVEY_TABLES = (SurveyStratum, DrawnPerson, AnswerCard, SurveyAnswer, PaperSheet)
