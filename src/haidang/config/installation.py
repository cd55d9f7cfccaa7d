"""Brings an installation's home up to date: database tables and the province's profile, once and idempotently."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock

import haidang
from haidang.config.home import home


def start_django() -> None:
    """Loads settings and rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings")
    django.setup()


def prepare() -> None:
    """Makes tables and installs the profile if this home and version have not seen it; several may call at once."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from haidang.platform import clock
    from haidang.simulation.install import install_profile, is_installed

    with _alone():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if not is_installed():
            install_profile(clock.now())


@contextmanager
def _alone() -> Iterator[None]:
    """Holds other commands on this home back while one of them prepares it."""
    with (home() / f"prepare-{haidang.__version__}.lock").open("w") as handle:
        flock(handle, LOCK_EX)
        yield
