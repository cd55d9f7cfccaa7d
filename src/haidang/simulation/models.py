"""Tables of the simulation: which profile is installed, which runs there were, and how far each dossier was played."""

from django.db import models


class InstalledProfile(models.Model):
    """A profile as it was last installed here; `fingerprint` tells whether its files have changed since."""

    name = models.CharField(max_length=60, unique=True)
    fingerprint = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SimulationRun(models.Model):
    """The window in which the dossiers of a seed are filed; fixed by the first run, so that later runs continue it."""

    seed = models.BigIntegerField(unique=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="simulation_window")
        ]

    def __str__(self) -> str:
        return f"seed {self.seed}"


class PlayedDossier(models.Model):
    """How many acts of a simulated dossier's story were played; written in the transaction of these acts.

    `is_left`: people have acted on the dossier since, so that its story no longer fits and is not played on.
    """

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="played")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    acts = models.PositiveSmallIntegerField()
    is_left = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="played_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.code}"
