"""What people do in the browser, as one sentence each; pages are found by their labels, as a person finds them."""

import re

from axe_playwright_python.sync_playwright import Axe

PASSWORD = "HaiDang@2024"
PHONE_NUMBER = "0901234567"


def sign_in(page, username):
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Đăng xuất").first.wait_for()


def fill_what_is_wrong(form):
    """Answers every field that the page marks as wrong, with something that fits its kind and label."""
    for field in form.locator(".field--error").all():
        radios = field.locator("input[type=radio]")
        if radios.count():
            radios.first.check()
        elif field.locator("select").count():
            field.locator("select").select_option(index=1)
        else:
            control = field.locator("input, textarea").first
            control.fill(answer(control))


def answer(field):
    name = field.get_attribute("name") or ""
    kind = field.get_attribute("type") or "text"
    if kind == "date":
        return "2024-10-20"
    if "date" in name:
        return "20/10/2024"
    if "id_number" in name:
        return "077190001234"
    if "phone" in name:
        return PHONE_NUMBER
    if field.get_attribute("inputmode") == "numeric":
        return "1"
    return {"email": "nguoi.nop@example.vn", "number": "1", "tel": PHONE_NUMBER}.get(kind, "Nội dung khai")


def assert_accessible(page, where):
    """No violation of WCAG 2.2 A and AA that axe can find, and no sideways scrolling."""
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert result.violations_count == 0, f"{where}: {result.generate_report()}"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{where} scrolls sideways by {overflow} px"


def code_on(page):
    """The dossier code that the page's address names."""
    return re.search(r"/ho-so/([^/]+)/", page.url)[1]


def do(page, panel, fill=None):
    """Opens one of the officer's panels by its title, fills it and sends it."""
    box = page.locator(f"#viec-{panel}")
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    if fill:
        fill(box)
    box.locator("form").locator("button.button").last.click()
    page.wait_for_load_state()
