"""Pages beside a dossier's way: each is accessible and fits, on a phone and on a desk, for whoever it is made for."""

import os
from pathlib import Path

import pytest
from acts import assert_accessible, sign_in

from conftest import DESK, PHONE

pytestmark = pytest.mark.browser
PAGES = {
    "quantri": [
        "/quan-tri/can-bo/", "/quan-tri/quy-trinh/", "/quan-tri/quy-trinh/moi/", "first:/quan-tri/quy-trinh/",
        "/quan-tri/sap-xep/", "first:/quan-tri/sap-xep/", "/quan-tri/nhat-ky/",
        "/quan-tri/phi/", "first:/quan-tri/phi/",
    ],
    "lanhdao.tinh": [
        "/cai-cach/", "first:/cai-cach/thu-tuc/", "/cai-cach/ra-soat/",
        "/cai-cach/phuong-an/", "first:/cai-cach/phuong-an/",
        "/mot-cua/phan-cong/", "/mot-cua/uy-quyen/", "/mot-cua/bao-cao/", "/mot-cua/bao-cao/?bieu=07a",
        "paper:",
        "/dieu-hanh/du-bao/?muc=20", "/dieu-hanh/du-bao/do-tin-cay/", "/dieu-hanh/quy-trinh/",
        "/dieu-hanh/ban-tin/", "/dieu-hanh/tin-bao/", "/dieu-hanh/tin-bao/gio-yen-tinh/",
        "/dieu-hanh/chi-dao/", "/dieu-hanh/chi-dao/giao-viec/", "first:/dieu-hanh/chi-dao/viec/",
        "/dieu-hanh/de-an-06/", "/dieu-hanh/de-an-06/nhiem-vu/", "/dieu-hanh/de-an-06/nhap/",
        "/dieu-hanh/canh-bao/?thu=1", "/dieu-hanh/canh-bao/them/",
        "/dieu-hanh/trach-nhiem/", "/dieu-hanh/trach-nhiem/H06.10/",
    ],
    "lanhdao.10": ["/mot-cua/", "/mot-cua/viec-duoc-giao/", "first:/mot-cua/viec-duoc-giao/", "/mot-cua/tin-bao/"],
    "motcua.30.01": [
        "/mot-cua/so-theo-doi/", "/mot-cua/ket-qua-da-tra/", "/mot-cua/theo-noi-nop/", "/mot-cua/tim-kiem/?q=H06",
    ],
}  # fmt: skip
LISTS = {
    "/cai-cach/thu-tuc/": "/cai-cach/",
    "/quan-tri/phi/": "/quan-tri/phi/?q=khai+sinh",
    "/dieu-hanh/chi-dao/viec/": "/dieu-hanh/chi-dao/?ngan=tat-ca",
    "/mot-cua/ho-so/": "/mot-cua/tim-kiem/?q=nguyen",
}
"""Where the first of a list is found if not on the page above it."""
SHOTS = os.environ.get("HAIDANG_SHOTS")
"""A folder in which to keep a picture of each page, for people to look at."""


def address(page, path):
    """The address that a row of PAGES means: "first:" stands for the first of a list, "paper:" for an issued paper."""
    if path == "paper:":
        page.goto(address(page, "first:/mot-cua/ho-so/"))
        return page.locator("main a[href*='/giay/']:not([href$='.pdf'])").first.get_attribute("href")
    if path.startswith("first:"):
        below = path.removeprefix("first:")
        page.goto(LISTS.get(below, below))
        links = page.locator(f"main a[href^='{below}']").all()
        found = [link.get_attribute("href").partition("?")[0] for link in links]
        return next(href for href in found if href not in {below, below + "moi/"})
    return path


@pytest.mark.parametrize(("username", "path"), [(name, path) for name, paths in PAGES.items() for path in paths])
def test_a_page_is_accessible_and_fits(seats, username, path):
    for size, page in seats(username).items():
        page.goto(address(page, path))
        assert page.locator("h1").count() == 1
        if SHOTS:
            name = f"{username}-{path}-{size}".replace("/", "_").replace(":", "").replace("?", "_")
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
        assert_accessible(page, f"{path} on a {size}")


@pytest.fixture(scope="module")
def seats(chromium, site):
    """`seats(username)`: a page by size of screen, of somebody who stays signed in for all the pages."""
    taken, contexts = {}, []

    def sit(username):
        if username not in taken:
            taken[username] = {}
            for size, viewport in (("phone", PHONE), ("desk", DESK)):
                contexts.append(chromium.new_context(viewport=viewport, locale="vi-VN", base_url=site))
                page = taken[username][size] = contexts[-1].new_page()
                sign_in(page, username)
        return taken[username]

    yield sit
    for context in contexts:
        context.close()
