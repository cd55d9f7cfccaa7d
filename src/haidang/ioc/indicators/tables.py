"""Tables of indicators: what they are, version by version, and the figures that were given out."""

from django.db import models

from haidang.identity.api import User
from haidang.platform.append_only import Immutable
from haidang.platform.streams import Streamed


class Indicator(Streamed):
    """An indicator, whatever its versions say; its journal is that of their publication."""

    code = models.CharField(max_length=40, unique=True)

    PREFIX = "indicator"

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(Immutable):
    """What an indicator has been since `valid_from`, until the next version; `content` is read by `definition`."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=1_000)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once")]
        ordering = ["indicator_id", "number"]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"


class KeptFigure(Immutable):
    """A figure as it was given out: of which version, of what and when, and up to when the lake knew (`as_of`).

    A row is added when the figure is another than the last one; so that one may cite it, and say what it was then.
    `place` is the code of an agency, commune or procedure, blank for the province. Without `denominator` the
    indicator is one measure; without `numerator` there is nothing to measure, which is not zero.
    """

    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="figures")
    grain = models.CharField(max_length=10)
    place = models.CharField(max_length=60, blank=True)
    first = models.DateField()
    last = models.DateField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    base = models.PositiveBigIntegerField()
    as_of = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "grain", "first", "place", "id"], name="kept_figure_of")]

    def __str__(self) -> str:
        return f"{self.version} {self.grain} {self.place} {self.first}–{self.last}"
