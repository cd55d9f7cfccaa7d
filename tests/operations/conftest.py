"""Pages of the operations centre in the tests' world."""

import pytest

from haidang.platform import clock


@pytest.fixture(autouse=True)
def world_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it says what the world says."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path
