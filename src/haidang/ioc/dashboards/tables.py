"""Tables of dashboards: drafts, published versions, saved questions."""

from django.db import models

from haidang.identity.api import User
from haidang.platform.append_only import Immutable
from haidang.platform.streams import Streamed


class Dashboard(Streamed):
    """A dashboard: its draft, which its owner changes, and what is shown to the others, if it is published.

    `draft` is read by `content`; `title` is the draft's, for lists. `shown`: the published version; none while it is
    private or withdrawn.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    draft = models.JSONField()
    shown = models.ForeignKey("DashboardVersion", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    PREFIX = "dashboard"

    class Meta:
        indexes = [models.Index(fields=["owner", "-changed_at"], name="dashboard_mine")]

    def __str__(self) -> str:
        return self.title


class DashboardVersion(Immutable):
    """A dashboard as it was published to people of `roles`; `is_wall`: it hangs on the wall."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    roles = models.JSONField()
    is_wall = models.BooleanField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dashboard", "number"], name="dashboard_version_once")]

    def __str__(self) -> str:
        return f"{self.dashboard_id} v{self.number}"


class SavedQuestion(Streamed):
    """A question of the explorer that somebody keeps under a name of his own; `question` as an address has it."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    question = models.JSONField()
    saved_at = models.DateTimeField()
    is_forgotten = models.BooleanField(default=False)

    PREFIX = "saved-question"

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"], name="saved_question_mine")]

    def __str__(self) -> str:
        return self.title
