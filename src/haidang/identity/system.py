"""The account on which the house itself acts, such as when a timer of a process fires."""

from datetime import datetime

from haidang.identity.models import User

SYSTEM_USERNAME = "he-thong"


def system_account(*, now: datetime) -> User:
    """The system's own account, made when it is first needed. Nobody can sign in with it and it holds no role."""
    found, is_new = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={"kind": User.Kind.OFFICER, "full_name": "Hệ thống", "is_active": False, "joined_at": now},
    )
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    return found


def is_system(user: User) -> bool:
    """Whether `user` is the system's own account."""
    return user.username == SYSTEM_USERNAME and not user.is_active
