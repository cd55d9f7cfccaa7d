"""Tables of issued papers. They stand here, not in the room's `models`, which imports them for Django to find."""

from django.db import models

from haidang.dossiers.papers.kinds import BY_KEY, Kind, form_of, number_words
from haidang.identity.api import Agency, User
from haidang.platform.secrets import EncryptedTextField


class PaperCounter(models.Model):
    """The last number that an agency has given to a kind of paper in a year; the row is locked while one is given."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "kind"], name="paper_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind} {self.year}: {self.last}"


class IssuedPaper(models.Model):
    """A paper as it was issued: `values` is its whole content (`sheet.Sheet` as JSON), never changed afterwards.

    `agency` issued it and gave it its number; `content_hash` is keyed and stands in the journal too; by `verify_code`
    anybody who holds the paper can ask whether it was issued.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    form_set = models.CharField(max_length=12, choices=[(key, forms.circular) for key, forms in BY_KEY.items()])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    values = EncryptedTextField()
    content_hash = models.CharField(max_length=64)
    verify_code = models.CharField(max_length=12, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "year", "number"], name="paper_number_once"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number_words}"

    @property
    def number_words(self) -> str:
        """The number as the paper writes it."""
        return number_words(number=self.number, year=self.year, form=form_of(self.form_set, self.kind))

    @property
    def name(self) -> str:
        """The paper's name on one line."""
        return form_of(self.form_set, self.kind).name
