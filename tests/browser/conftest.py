"""A real installation with a small living province, served by the real command, and a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(path).exists()), None)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 900}


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Where the demonstration keeps its state."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def site(home):
    """Address of a served demonstration province of 60 dossiers."""
    environment = {**os.environ, "HAIDANG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "haidang"]
    subprocess.run([*command, "demo", "--dossiers", "60", "--no-serve"], env=environment, check=True)
    port = free_port()
    server = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment)
    address = f"http://127.0.0.1:{port}"
    wait_for(address)
    yield address
    server.terminate()
    server.wait(timeout=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _attempt in range(100):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="session")
def chromium():
    assert CHROMIUM, "Chromium is not installed; script/test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS, headless=True)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, site):
    """`visitor(viewport, javascript=True)` is a new person with a browser of his own."""
    contexts = []

    def visit(viewport=DESK, *, javascript=True):
        context = chromium.new_context(
            viewport=viewport, locale="vi-VN", java_script_enabled=javascript, base_url=site, accept_downloads=True
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def papers(tmp_path_factory):
    """Real files to upload: two scanned papers, a result and one that must be refused."""
    import pikepdf
    from PIL import Image

    folder = tmp_path_factory.mktemp("papers")
    for name in ("to-khai.pdf", "ket-qua.pdf"):
        document = pikepdf.new()
        document.add_blank_page()
        document.docinfo["/Title"] = name
        document.save(folder / name)
    Image.new("RGB", (300, 400), "white").save(folder / "giay-chung-sinh.png")
    (folder / "lua-dao.pdf").write_text("không phải PDF")
    return folder
