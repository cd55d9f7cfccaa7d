"""A browser without JavaScript for the portal: Django's test client, at the time of the small world."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from haidang.platform import clock
from world import pdf_bytes


@pytest.fixture(autouse=True)
def _same_time(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)


@pytest.fixture
def at_home(client, world):
    """The client, signed in as the citizen."""
    client.force_login(world.citizen)
    return client


@pytest.fixture
def pdf():
    def make(name="to-khai.pdf", text="a"):
        return SimpleUploadedFile(name, pdf_bytes(text), content_type="application/pdf")

    return make


@pytest.fixture
def not_a_pdf():
    return SimpleUploadedFile("anh.pdf", b"MZ this is a program", content_type="application/pdf")
