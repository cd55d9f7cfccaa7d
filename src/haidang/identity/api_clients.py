"""Systems that are connected to the house: registered with what they may ask, given a secret, held to a rate.

A client signs itself with its secret, or with a short-lived token that it got for it (OAuth 2.0 client credentials,
RFC 6749 section 4.4). Either stops working the moment the client is revoked or its secret renewed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from haidang.identity.agencies import agency
from haidang.identity.api_tables import ApiClient, ApiUse
from haidang.identity.models import Agency, RoleAssignment, User
from haidang.identity.rights import scopes as scopes_of
from haidang.identity.roles import Permission, Role
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload, once, write
from haidang.platform.errors import Invalid, NotAllowed, Refused
from haidang.platform.written import required

TOKEN_LIFE = timedelta(minutes=15)
MOST_PER_MINUTE = 6_000
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SALT = "identity.api-client"


class ApiScope(StrEnum):
    """Parts of the API; what a client sees in them its roles decide."""

    PROCEDURES = "procedures"
    DOSSIERS = "dossiers"
    EVENTS = "events"


class ClientNotFound(Refused):
    """No such client among those that the administrator manages."""

    code = "client-not-found"


@dataclass(frozen=True, slots=True)
class ClientWish:
    """What a client is to be: its name, whom to call, of which agency (with all below it), what it may ask."""

    name: str
    contact: str
    agency_code: str
    scopes: Sequence[str]
    per_minute: int
    with_descendants: bool = True

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "name": self.name,
            "contact": self.contact,
            "agency": self.agency_code,
            "scopes": list(self.scopes),
            "per_minute": self.per_minute,
            "with_descendants": self.with_descendants,
        }


@dataclass(frozen=True, slots=True)
class Issued:
    """A client and its secret, which is told once."""

    client: ApiClient
    secret: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client may still ask this minute; `resets_in` seconds it begins anew."""

    limit: int
    left: int
    resets_in: int
    is_admitted: bool


def register_client(*, wish: ClientWish, actor: User, now: datetime, key: str) -> Issued:
    """A new client with an account and a role of its own. Raises Invalid, NotAllowed, AgencyNotFound, KeyReused."""
    order = acts.Order("identity.api_client.register", actor, now, key, wish.plain)

    def act() -> Payload:
        on = clock.local(now).date()
        name = required(wish.name, field="name", message=_("Nhập tên hệ thống."), limit=200)
        contact = required(wish.contact, field="contact", message=_("Nhập người liên hệ."), limit=200)
        scopes = _checked_scopes(wish.scopes)
        if not 1 <= wish.per_minute <= MOST_PER_MINUTE:
            raise Invalid(_("Số lượt gọi mỗi phút từ 1 đến %(most)s.") % {"most": MOST_PER_MINUTE}, field="per_minute")
        place = agency(wish.agency_code, on=on)
        _check_right(actor, place.id, now=now)
        code = f"hd-{get_random_string(10, _ALPHABET)}"
        account = User(username=code, kind=User.Kind.SYSTEM, full_name=name, joined_at=now)
        account.set_unusable_password()
        account.save(force_insert=True)
        RoleAssignment.objects.create(
            user=account,
            agency=Agency.objects.get(pk=place.id),
            role=Role.SYSTEM_READER,
            with_descendants=wish.with_descendants,
            valid_from=on,
        )
        client = ApiClient(
            code=code,
            name=name,
            contact=contact,
            account=account,
            scopes=scopes,
            per_minute=wish.per_minute,
            registered_by=actor,
            registered_at=now,
            head_hash=journal.GENESIS,
        )
        client.save()
        write(client, order, {"code": code, **wish.plain})
        return {"id": client.pk}

    answer, _replayed = once(order, act)
    client = ApiClient.objects.get(pk=answer["id"])
    return Issued(client, secret_of(client))


def renew_secret(*, code: str, actor: User, now: datetime, key: str) -> Issued:
    """Gives a client another secret; the former one and all tokens end. Raises ClientNotFound, Invalid."""

    def change(client: ApiClient) -> Payload:
        client.generation += 1
        return {"generation": client.generation}

    client = _change("renew", code, {"client": code}, change, actor=actor, now=now, key=key)
    return Issued(client, secret_of(client))


def revoke_client(*, code: str, reason: str, actor: User, now: datetime, key: str) -> ApiClient:
    """Ends a client for good. Raises ClientNotFound, Invalid."""

    def change(client: ApiClient) -> Payload:
        client.revoked_reason = required(reason, field="reason", message=_("Nêu lý do thu hồi."), limit=300)
        client.revoked_at = now
        User.objects.filter(pk=client.account_id).update(is_active=False)
        return {"reason": client.revoked_reason}

    content = {"client": code, "reason": reason}
    return _change("revoke", code, content, change, actor=actor, now=now, key=key)


def _change(
    verb: str,
    code: str,
    content: dict[str, Any],
    change: Callable[[ApiClient], Payload],
    *,
    actor: User,
    now: datetime,
    key: str,
) -> ApiClient:
    order = acts.Order(f"identity.api_client.{verb}", actor, now, key, content)

    def act() -> Payload:
        client = client_for(actor, code, now=now, is_locked=True)
        if client.revoked_at:
            raise Invalid(_("Kết nối này đã bị thu hồi."))
        write(client, order, change(client))
        return {"id": client.pk}

    answer, _replayed = once(order, act)
    return ApiClient.objects.select_related("account").get(pk=answer["id"])


def clients_for(actor: User, *, now: datetime) -> list[ApiClient]:
    """The clients of the agencies that `actor` manages, the newest first."""
    managed = _managed(actor, now=now)
    rows = ApiClient.objects.filter(account__assignments__agency_id__in=managed).distinct()
    return list(rows.order_by("-registered_at", "-pk").prefetch_related("account__assignments__agency"))


def client_for(actor: User, code: str, *, now: datetime, is_locked: bool = False) -> ApiClient:
    """One of them; raises ClientNotFound whether it exists or not."""
    rows = ApiClient.objects.select_for_update(of=("self",)) if is_locked else ApiClient.objects
    client = rows.filter(code=code).first()
    managed = _managed(actor, now=now)
    if client is None or not client.account.assignments.filter(agency_id__in=managed).exists():
        raise ClientNotFound(_("Không tìm thấy kết nối này."))
    return client


def secret_of(client: ApiClient) -> str:
    """The secret of a client's present generation."""
    return salted_hmac(_SALT, f"{client.code}:{client.generation}", algorithm="sha256").hexdigest()


def client_with(code: str, secret: str) -> ApiClient | None:
    """The client that proves itself with its secret; None for a wrong one, or one that is revoked."""
    client = ApiClient.objects.select_related("account").filter(code=code[:40], revoked_at=None).first()
    # The comparison is made for unknown clients as well, so that their codes cannot be told apart by time.
    is_right = constant_time_compare(secret_of(client or ApiClient(code=code)), secret)
    return client if is_right else None


def token_for(client: ApiClient, *, scopes: Sequence[str], now: datetime) -> str:
    """A token for TOKEN_LIFE that proves the client for those of its scopes."""
    until = int((now + TOKEN_LIFE).timestamp())
    plain = {"c": client.code, "g": client.generation, "s": sorted(scopes), "u": until}
    return signing.dumps(plain, salt=_SALT)


def client_by_token(token: str, *, now: datetime) -> tuple[ApiClient, frozenset[str]] | None:
    """The client that a token proves, and for which scopes; None if it is forged, over, or its client renewed."""
    try:
        plain = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    if plain["u"] <= now.timestamp():
        return None
    known = ApiClient.objects.select_related("account").filter(code=plain["c"], revoked_at=None)
    client = known.filter(generation=plain["g"]).first()
    return (client, frozenset(plain["s"]) & frozenset(client.scopes)) if client else None


def admit(client: ApiClient, *, now: datetime) -> Allowance:
    """Counts a request of `client`; refused ones count too, but use up nothing."""
    minute = now.replace(second=0, microsecond=0)
    resets_in = 60 - now.second
    for _attempt in range(2):
        row = ApiUse.objects.filter(client=client, minute=minute)
        if row.filter(admitted__lt=client.per_minute).update(admitted=F("admitted") + 1):
            used = row.values_list("admitted", flat=True).get()
            return Allowance(client.per_minute, max(client.per_minute - used, 0), resets_in, is_admitted=True)
        if row.update(refused=F("refused") + 1):
            return Allowance(client.per_minute, 0, resets_in, is_admitted=False)
        try:
            with transaction.atomic():
                ApiUse.objects.create(client=client, minute=minute)
        except IntegrityError:
            continue  # the first request of the minute came twice at once
    return Allowance(client.per_minute, 0, resets_in, is_admitted=False)


def use_of(client: ApiClient, *, since: datetime) -> dict[str, int]:
    """How many of its requests were admitted and refused since then."""
    found = client.uses.filter(minute__gte=since).aggregate(admitted=Sum("admitted"), refused=Sum("refused"))
    return {name: count or 0 for name, count in found.items()}


def forget_use(now: datetime) -> int:
    """Drops what was counted more than 90 days ago; returns how many rows."""
    return ApiUse.objects.filter(minute__lt=now - timedelta(days=90)).delete()[0]


def verify_clients() -> list[journal.Fault]:
    """What is wrong with the journal of any client."""
    heads = {row.stream: journal.Head(row.version, row.head_hash) for row in ApiClient.objects.iterator()}
    return journal.check_streams(f"{ApiClient.PREFIX}:", heads)


def _checked_scopes(wanted: Sequence[str]) -> list[str]:
    if not wanted or not set(wanted) <= set(ApiScope):
        raise Invalid(_("Chọn ít nhất một phần dữ liệu mà hệ thống được đọc."), field="scopes")
    return sorted(set(wanted))


def _check_right(actor: User, agency_id: int, *, now: datetime) -> None:
    if agency_id not in _managed(actor, now=now):
        raise NotAllowed(_("Bạn không được cấp quyền kết nối cho cơ quan này."), field="agency")


def _managed(actor: User, *, now: datetime) -> frozenset[int]:
    held = scopes_of(actor, Permission.API_MANAGE, on=clock.local(now).date())
    return frozenset(each for scope in held if scope.is_whole for each in scope.agency_ids)
