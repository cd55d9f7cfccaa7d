"""Installs the profile that the settings name: agencies, calendar, processes, procedures, forms and indicators."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.ioc import api as ioc
from haidang.simulation.models import InstalledProfile
from haidang.simulation.profile import folder
from haidang.workflow import api as workflow

# The profile states the province of 2024: its procedures hold from the first day of that year.
VALID_FROM = date(2024, 1, 1)


def is_installed() -> bool:
    """Whether the profile's files are installed here as they are now; cheap enough for every command."""
    held = InstalledProfile.objects.filter(name=settings.PROFILE).values_list("fingerprint", flat=True).first()
    return held is not None and held == fingerprint(folder())


def install_profile(now: datetime) -> None:
    """Installs the profile; what is already there stays, and a second run changes nothing."""
    where = folder()
    with transaction.atomic():
        identity.install_agencies(where, province_code=settings.PROVINCE_CODE, now=now)
        workflow.install_processes(where, now=now)
        catalogue.install_profile_procedures(where, now=now, valid_from=VALID_FROM)
        ioc.install_indicators(where, province_code=settings.PROVINCE_CODE, now=now, valid_from=VALID_FROM)
        InstalledProfile.objects.update_or_create(
            name=settings.PROFILE, defaults={"fingerprint": fingerprint(where), "installed_at": now}
        )


def fingerprint(where: Path) -> str:
    """One hash over the names and contents of all files of a profile."""
    digest = hashlib.sha256()
    for path in sorted(path for path in where.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(where)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
