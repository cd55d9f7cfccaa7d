"""A leader's morning on a phone: digest, board, an agency, a dossier, an order; the officer answers; he verifies.

And what nobody answers is urged by rule as time passes.
"""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from acts import assert_accessible, sign_in

from conftest import DESK, PHONE

pytestmark = pytest.mark.browser
LEADER, MANAGER, AGENCY = "lanhdao.tinh", "truongphong.10", "Sở Tài nguyên và Môi trường"
DAY = 24 * 3600


@contextmanager
def later(home, days):
    """So many days later, for whoever starts now; the served site stays where it is."""
    file = home / "clock.json"
    before = file.read_text()
    file.write_text(json.dumps({"offset_seconds": json.loads(before)["offset_seconds"] + days * DAY}))
    try:
        yield
    finally:
        file.write_text(before)


def urge(home):
    environment = {**os.environ, "HAIDANG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "haidang", "steering", "urge", "--json"]
    found = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(found.stdout)["urged"]


def give(page, title, due):
    page.get_by_label("Việc cần làm").fill(title)
    page.get_by_label("Cơ quan chủ trì").select_option(label=AGENCY)
    page.get_by_label("Hạn", exact=False).first.fill(due)
    page.get_by_role("button", name="Giao việc").click()
    page.wait_for_url(re.compile(r"/chi-dao/viec/\d+/"))
    return page.url


def test_a_morning(visitor, papers, home):
    leader, officer = visitor(PHONE), visitor(DESK)
    sign_in(leader, LEADER)
    leader.goto("/dieu-hanh/ban-tin/")
    assert_accessible(leader, "digest")
    leader.get_by_role("link", name="Mở bảng số liệu").click()
    leader.wait_for_url(re.compile(r"/dieu-hanh/$"))
    leader.locator(".leaders-table tr:has(td.leaders-open a) th[scope=row] a").first.click()
    leader.wait_for_url(re.compile("co_quan="))
    tiles = leader.locator("a.leaders-tile")
    tile = tiles.filter(has_text="Nguy cơ").first
    # In a small province nothing may be at risk just now: then the open ones, the most urgent first.
    (tiles.filter(has_text="Đang giải quyết").first if tile.locator("strong").inner_text() == "0" else tile).click()
    leader.locator("main a.code").first.click()
    leader.wait_for_url(re.compile("/mot-cua/ho-so/"))
    leader.get_by_role("link", name="Giao việc").click()
    assert_accessible(leader, "new directive")
    address = give(leader, "Làm rõ hướng giải quyết hồ sơ này", "2024-11-07")
    assert_accessible(leader, "directive")

    sign_in(officer, MANAGER)
    officer.goto("/mot-cua/")
    officer.get_by_role("link", name="Làm rõ hướng giải quyết hồ sơ này").click()
    officer.get_by_role("button", name="Nhận việc được giao").click()
    officer.get_by_label("Kết quả thực hiện").fill("Đã làm việc với người nộp, có biên bản.")
    officer.get_by_label("Minh chứng").set_input_files(papers / "ket-qua.pdf")
    officer.get_by_role("button", name="Báo cáo kết quả").click()
    officer.get_by_text("Đã báo cáo, chờ xác nhận").first.wait_for()
    assert_accessible(officer, "answered")

    leader.goto("/dieu-hanh/chi-dao/?ngan=da-giao&tinh_trang=waiting")
    leader.get_by_role("link", name="Làm rõ hướng giải quyết hồ sơ này").click()
    assert leader.url == address
    assert leader.get_by_role("link", name="ket-qua.pdf").count() == 1
    leader.get_by_role("button", name="Xác nhận hoàn thành").click()
    leader.get_by_text("Đã xác nhận hoàn thành").first.wait_for()

    leader.goto("/dieu-hanh/chi-dao/giao-viec/")
    forgotten = give(leader, "Việc bị bỏ quên", "2024-11-06")
    with later(home, 8):
        assert urge(home) >= 1
        assert urge(home) == 0, "nobody is urged twice on one day"
    leader.goto(forgotten)
    assert "quá hạn 4 ngày làm việc" in leader.locator("main").inner_text()
