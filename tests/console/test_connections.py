"""Pages of connected systems: registered, the secret seen once, renewed, ended; nothing lost on errors."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haidang.identity.api import ApiClient
from world import DEPARTMENT

LIST, NEW = reverse("console:connections"), reverse("console:connection_new")


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.officer("administrator", "H06", with_descendants=True))
    return client


def form(world, **changes):
    plain = {
        "name": "Phần mềm đất đai",
        "contact": "Lê Thị B",
        "agency": DEPARTMENT,
        "scopes": ["dossiers", "events"],
        "per_minute": "60",
        "key": world.key(),
    }
    return plain | changes


def secret_in(page):
    found = re.search(r'id="khoa"[^>]*value="([^"]+)"', page.content.decode())
    return found and found[1]


def test_a_system_is_connected_renewed_and_ended(administrator, world):
    first = secret_in(administrator.post(NEW, form(world)))
    code = ApiClient.objects.get().code
    shown = reverse("console:connection", args=[code])
    assert "Phần mềm đất đai" in administrator.get(LIST).content.decode()
    assert secret_in(administrator.get(shown)) is None, "it is seen once"
    assert Client().get("/api/v1/me", headers={"X-API-Key": first}).json()["scopes"] == ["dossiers", "events"]
    second = secret_in(administrator.post(reverse("console:connection_renew", args=[code]), {"key": world.key()}))
    assert second != first
    assert Client().get("/api/v1/me", headers={"X-API-Key": first}).status_code == 401
    revoke = reverse("console:connection_revoke", args=[code])
    assert administrator.post(revoke, {"key": world.key(), "reason": ""}).status_code == 422
    assert administrator.post(revoke, {"key": world.key(), "reason": "Hết hợp đồng"}).status_code == 302
    assert Client().get("/api/v1/me", headers={"X-API-Key": second}).status_code == 401
    assert "Hết hợp đồng" in administrator.get(shown).content.decode()


def test_a_form_with_errors_keeps_what_was_entered(administrator, world):
    page = administrator.post(NEW, form(world, per_minute="0"))
    assert page.status_code == 422
    assert 'value="Phần mềm đất đai"' in page.content.decode()
    assert not ApiClient.objects.exists()


def test_an_administrator_of_elsewhere_finds_nothing(administrator, world):
    administrator.post(NEW, form(world))
    code = ApiClient.objects.get().code
    other = Client()
    other.force_login(world.officer("administrator", "H06.30"))
    assert other.get(reverse("console:connection", args=[code])).status_code == 404
    assert code not in other.get(LIST).content.decode()
    assert other.post(NEW, form(world)).status_code == 422
