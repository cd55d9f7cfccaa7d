"""Tables of who: agencies through time, their units and calendars, people, the roles they hold and who stands in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.identity.api_tables import ApiClient, ApiUse
from haidang.identity.roles import Role
from haidang.platform.secrets import EncryptedTextField, blind_index, mask

# These tables stand in a file of their own and belong to the same application.
API_TABLES = (ApiClient, ApiUse)


class Level(models.TextChoices):
    """Levels of the administration; the district level ends on 1/7/2025."""

    PROVINCE = "province", _("Cấp tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class WorkCalendar(models.Model):
    """An office calendar; what it says is in its published versions."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class CalendarVersion(models.Model):
    """One published, immutable statement of a calendar, in the JSON form of `worktime`."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    reason = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar.code} v{self.number}"


class Agency(models.Model):
    """An agency as long as it exists; its name, level and parent stand in versions with dates of validity.

    `code` follows Decision 20/2020/QĐ-TTg (root first, H06.09), `legacy_code` QCVN 102 (leaf first,
    000.00.09.H06): the same office has both spellings.
    """

    code = models.CharField(max_length=35, unique=True)
    legacy_code = models.CharField(max_length=35, unique=True)
    calendar = models.ForeignKey(WorkCalendar, null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.code


class AgencyVersion(models.Model):
    """What an agency was called, its level and its parent from `valid_from` up to but without `valid_to`.

    `plan` is the reorganisation that made it, `ended_by` the one that ended it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="child_versions")
    area_code = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    plan = models.ForeignKey("Reorganisation", null=True, on_delete=models.PROTECT, related_name="versions")
    ended_by = models.ForeignKey("Reorganisation", null=True, on_delete=models.PROTECT, related_name="ended_versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="agency_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="agency_version_span"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reorganisation(models.Model):
    """A plan of merging, splitting, moving, renaming and ending agencies on a day, as it was applied or reverted.

    `content` is the file that was applied and `content_hash` its canonical hash. `version` and `head_hash` are the end
    of its journal stream. `former_ends` says when roles would have ended that the plan ended earlier (id: date).
    """

    class Status(models.TextChoices):
        """Whether the plan's rows stand in the tables."""

        APPLIED = "applied", _("Đã áp dụng")
        REVERTED = "reverted", _("Đã thu hồi")

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    on = models.DateField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices)
    former_ends = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        """The name of its journal stream."""
        return f"reorganisation:{self.code}"


class Succession(models.Model):
    """That `successor` carries on the work, rights and figures of `predecessor` from a date.

    `procedures` lists the codes of the procedures that go this way; empty: all that no other succession of that
    predecessor names.
    """

    class Kind(models.TextChoices):
        """How the successor came about."""

        MERGE = "merge", _("Sáp nhập")
        SPLIT = "split", _("Chia tách")
        RENAME = "rename", _("Đổi tên")
        MOVE = "move", _("Chuyển cấp trên")
        END = "end", _("Kết thúc hoạt động")

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    procedures = models.JSONField(default=list)
    plan = models.ForeignKey(Reorganisation, null=True, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.on})"


class LevelSuccession(models.Model):
    """That from a date the procedures of a level are executed by agencies of another level, or by one agency.

    `procedures` as in `Succession`. Exactly one of `executor_level` and `executor` is set.
    """

    level = models.CharField(max_length=12, choices=Level.choices)
    on = models.DateField()
    procedures = models.JSONField(default=list)
    executor_level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    executor = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="level_successions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(executor_level="", executor__isnull=False)
                | (~Q(executor_level="") & Q(executor__isnull=True)),
                name="level_succession_one_executor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} → {self.executor_level or self.executor_id} ({self.on})"


class Unit(models.Model):
    """A unit inside an agency (phòng, ban) as long as it exists; `key` is what steps of processes name it by.

    `plan` is the reorganisation that brought it there with the work of a predecessor.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="units")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    plan = models.ForeignKey(Reorganisation, null=True, on_delete=models.PROTECT, related_name="units")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="unit_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="unit_span"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A saved account."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person or business that signs in. The identity number is encrypted and found by its blind index only."""

    class Kind(models.TextChoices):
        """Whom the account stands for."""

        CITIZEN = "citizen", _("Công dân")
        BUSINESS = "business", _("Doanh nghiệp, tổ chức")
        OFFICER = "officer", _("Cán bộ, công chức")
        SYSTEM = "system", _("Hệ thống được kết nối")

    username = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    full_name = models.CharField(max_length=200)
    id_number = EncryptedTextField()
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Dossiers taken in at a counter are shown to whoever holds the account of the owner's number.
            models.UniqueConstraint(
                fields=["id_index"], name="one_account_per_number", condition=~Q(id_index="") & ~Q(kind="officer")
            )
        ]

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "kind"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the blind index in step with the identity number."""
        self.id_index = id_index(self.id_number) if self.id_number else ""
        super().save(*args, **kwargs)

    @property
    def id_masked(self) -> str:
        """The identity number with all but its last three digits hidden."""
        return mask(self.id_number)

    @property
    def is_officer(self) -> bool:
        """Whether the account belongs to an officer."""
        return self.kind == self.Kind.OFFICER

    @property
    def reference(self) -> str:
        """How journals and idempotency records name this account."""
        return f"user:{self.pk}"


def id_index(id_number: str) -> str:
    """The blind index by which a person's identity number is found, the same in every table."""
    return blind_index(id_number, purpose="person.id")


class RoleAssignment(models.Model):
    """That a user holds a role at an agency (and below it), for one procedure code or, if blank, for all.

    `unit`: only for work of that unit; none: for the whole agency. `is_deputy`: as deputy of the head, who signs in
    his place. `plan` is the reorganisation that moved it there, `ended_by` the one that moved it away.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role.choices)
    is_deputy = models.BooleanField(default=False)
    procedure_code = models.CharField(max_length=40, blank=True)
    with_descendants = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    plan = models.ForeignKey(Reorganisation, null=True, on_delete=models.PROTECT, related_name="roles")
    ended_by = models.ForeignKey(Reorganisation, null=True, on_delete=models.PROTECT, related_name="ended_roles")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "procedure_code", "valid_from"],
                name="role_assignment_once",
                condition=Q(unit__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role", "procedure_code", "valid_from"],
                name="role_assignment_once_in_unit",
                condition=Q(unit__isnull=False),
            ),
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(with_descendants=False), name="unit_or_below"),
        ]
        # Who may do a step is also asked the other way round: from the agency and the role to the people.
        indexes = [models.Index(fields=["agency", "role"], name="role_assignment_holders")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @{self.agency_id}"


class Delegation(models.Model):
    """That `delegate` stands in for `delegator` from `valid_from` up to but without `valid_to`, because he is away.

    Blank `role` and no `agency`: for all that he holds. Administration is never delegated, and whoever stands in
    hands nothing on (NĐ 30/2020 art. 13.3). Ending one early sets `valid_to` to that day.
    """

    delegator = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_given")
    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_received")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, blank=True, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=1_000)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # An empty span is one that was ended before it began.
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("valid_from")), name="delegation_span"),
            models.CheckConstraint(condition=~Q(delegator=models.F("delegate")), name="delegation_to_another"),
        ]
        indexes = [
            models.Index(fields=["delegate", "valid_to"], name="delegation_received"),
            models.Index(fields=["delegator", "valid_to"], name="delegation_given"),
        ]
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.delegator_id} → {self.delegate_id}"

    def carries(self, *, agency_id: int, role: str) -> bool:
        """Whether it hands over that role at that agency."""
        return role != Role.ADMINISTRATOR and self.role in ("", role) and self.agency_id in (None, agency_id)
