"""Tables of forecasts: one row an open dossier, one an agency and past month. All can be computed anew."""

from django.db import models

from haidang.dossiers.api import Dossier
from haidang.identity.api import Agency
from haidang.steering.forecasts.levels import LEVEL_LABELS


class Forecast(models.Model):
    """How an open dossier will probably go on, as of `as_of`; times in office minutes of its own clock.

    `chance`: of missing the due date that stands. `in_step`: how long it has stood at its present step; `left`: until
    the due date, negative when it has passed; `needed`: median of what it will still need. `expected_at`: the moment
    when it will then be done; None while its clock stands still, for nobody knows until when. Why: `count` comparable
    dossiers at `level`, `late` of which needed more than is left; half of them needed `half`, 80 % at most `most`.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="forecast")
    step = models.CharField(max_length=200, blank=True)
    chance = models.FloatField()
    is_paused = models.BooleanField()
    in_step = models.IntegerField()
    left = models.IntegerField()
    needed = models.IntegerField()
    expected_at = models.DateTimeField(null=True)
    day_minutes = models.PositiveIntegerField()
    level = models.CharField(max_length=20, blank=True, choices=[("", "–"), *LEVEL_LABELS.items()])
    count = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    half = models.IntegerField(null=True)
    most = models.IntegerField(null=True)
    model = models.CharField(max_length=40)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-chance", "dossier"], name="forecast_chance")]
        constraints = [
            models.CheckConstraint(condition=models.Q(chance__gte=0, chance__lte=1), name="forecast_chance_range")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.chance:.0%}"


class ForecastMonth(models.Model):
    """How the forecasts of one agency's dossiers did in a month: learnt before it, asked before their due dates.

    `month`: its first day. `dossiers`, `moments`: how many were scored; `late`: how many moments were followed by a
    missed due date; `unknown`: moments of dossiers that are still open, which nobody can score yet. `off`, `squared`:
    sums of the absolute errors in working days and of the squared errors of the chance; `prior_off`,
    `prior_squared`: those of the rate and mean of the past. `bins`: [[count, mean chance, late], …] by hundredths.
    Sums, so that whoever may see some agencies is shown the scores of exactly these.
    """

    month = models.DateField()
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    dossiers = models.PositiveIntegerField()
    moments = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    off = models.FloatField()
    squared = models.FloatField()
    prior_off = models.FloatField()
    prior_squared = models.FloatField()
    bins = models.JSONField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "agency"], name="forecast_month_once")]
        ordering = ["-month", "agency"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id}"
