"""The manifest, the service worker and what must be forgotten on a phone that others use too."""

import re
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from leader_pages import BOARD, client_of
from PIL import Image

from world import DEPARTMENT


def test_the_manifest_names_files_that_are_there_and_as_large_as_it_says(world):
    answer = Client().get(reverse("leaders:manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"]) == (BOARD, BOARD)
    assert manifest["name"] == "Điều hành công việc"
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        image = Image.open(BytesIO(Path(path).read_bytes()))
        assert "{}x{}".format(*image.size) == icon["sizes"]


def test_the_worker_lies_where_it_may_serve_the_app_and_keeps_files_that_are_there(world):
    answer = Client().get(reverse("leaders:service_worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert reverse("leaders:service_worker").startswith(BOARD)
    script = answer.content.decode()
    files = re.search(r"const FILES = \[(.*?)\];", script)[1]
    names = {name.encode().decode("unicode_escape") for name in re.findall(r'"([^"]+)"', files)}
    assert reverse("leaders:offline") in names
    for name in names - {reverse("leaders:offline")}:
        assert finders.find(name.removeprefix("/static/")), name
    assert "{%" not in script
    assert "{{" not in script


def test_nothing_kept_tells_of_anybody(world):
    page = Client().get(reverse("leaders:offline"))
    assert "X-Reader" not in page
    leader, manager = client_of(world.leader), client_of(world.officer("manager", DEPARTMENT))
    assert leader.get(BOARD)["X-Reader"] == leader.get(BOARD)["X-Reader"] != manager.get(BOARD)["X-Reader"]
    assert "no-store" in leader.get(BOARD)["Cache-Control"]
    assert "X-Reader" not in Client().get(BOARD)


def test_signing_out_makes_the_browser_forget(world):
    answer = client_of(world.leader).post(reverse("portal:sign_out"))
    assert answer["Clear-Site-Data"] == '"storage"'
