"""Tables of the systems that are connected to the house: who they are, and how often they ask."""

from django.db import models

from haidang.platform.streams import Streamed


class ApiClient(Streamed):
    """A system of another agency that may call the open API.

    What it may reach are the roles of its `account`, with which nobody can sign in; `scopes` narrows them to parts of
    the API. Its secret is not kept: it follows from `generation` and a key of the installation, so that a stolen
    database gives none away. `version` and `head_hash` are the end of its journal stream.
    """

    PREFIX = "api-client"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    account = models.OneToOneField("identity.User", on_delete=models.PROTECT, related_name="api_client")
    scopes = models.JSONField()
    per_minute = models.PositiveIntegerField()
    generation = models.PositiveIntegerField(default=1)
    contact = models.CharField(max_length=200)
    registered_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class ApiUse(models.Model):
    """How many requests a client made in a minute that was let through, and how many were turned away."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="uses")
    minute = models.DateTimeField()
    admitted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "minute"], name="api_use_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.minute}: {self.admitted}"
