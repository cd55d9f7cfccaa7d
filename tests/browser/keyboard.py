"""Somebody who works with a keyboard alone: every stop must show where he is, and lie where a reader expects it."""

import re

from acts import PASSWORD, answer, assert_accessible

STOP = """() => {
  const found = document.activeElement, style = getComputedStyle(found), box = found.getBoundingClientRect();
  const described = found.labels && found.labels.length ? found.labels[0].innerText : "";
  return {
    tag: found.tagName, id: found.id, name: found.name || "", type: found.type || "", value: found.value || "",
    form: found.form ? found.form.id || found.form.getAttribute("action") || "" : "",
    words: (described || found.getAttribute("aria-label") || found.innerText || "").trim().replace(/\\s+/g, " "),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    where: ["main", "masthead", "footer"].find((name) => found.closest(`${name}, .${name}`)) || "page",
  };
}"""
TYPED = {"INPUT": True, "TEXTAREA": True}
UNTYPED = {"radio", "checkbox", "file", "submit", "button", "hidden"}


class Keyboard:
    """One person at one page."""

    def __init__(self, page):
        self.page = page
        # Listened to from the start: whoever asks only when the key is pressed may be too late.
        self.choosers, self.looked = [], set()
        page.on("filechooser", self._opened)

    def _opened(self, chooser):
        self.choosers.append(chooser)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def here(self):
        """Where the focus is, as the page says it."""
        return self.page.evaluate(STOP)

    def tab(self, key="Tab"):
        """One stop further; it must be visible, marked and part of the page."""
        self.press(key)
        stop = self.here()
        assert stop["tag"] != "BODY", "the focus left the page"
        assert stop["shown"], f"the focus is out of sight: {stop}"
        assert stop["marked"], f"nothing shows where the focus is: {stop}"
        return stop

    def to(self, words, *, tag=None, limit=160):
        """Tabs on to the first stop, this one included, whose words or id match; what it passes is checked too."""
        passed, stop = [], self.here()
        for _stop in range(limit):
            fits = re.search(words, stop["words"]) or stop["id"] == words
            if fits and stop["tag"] not in {"BODY", "MAIN"} and tag in (None, stop["tag"]):
                return stop
            passed.append(stop["words"][:30])
            assert stop["where"] != "footer", f"{words} is not on the way; passed {passed}"
            stop = self.tab()
        raise AssertionError(f"{words} cannot be reached; passed {passed}")

    def enter(self):
        """Follows the link or presses the button, and waits for the page that comes."""
        with self.page.expect_navigation():
            self.press("Enter")
        self.page.wait_for_load_state()

    def look(self, where):
        """The page is accessible and has no order of its own; once for every kind of page."""
        if where in self.looked:
            return
        self.looked.add(where)
        assert_accessible(self.page, where)
        assert self.page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0, where

    def skip(self):
        """From the top of a page past the menus."""
        first = self.tab()
        assert first["words"] == "Đến nội dung chính", f"the first stop is {first}"
        self.press("Enter")
        assert self.here()["id"] == "noi-dung"
        assert self.tab()["where"] == "main"

    def walk_through(self, limit):
        """From the content's first stop to the last, or as far as `limit`: every one is shown and marked."""
        self.skip()
        for _stop in range(limit):
            self.press("Tab")
            stop = self.here()
            if stop["tag"] == "BODY":
                return
            assert stop["shown"], f"the focus is out of sight: {stop}"
            assert stop["marked"], f"nothing shows where the focus is: {stop}"

    def sign_in(self, username):
        self.page.goto("/dang-nhap/")
        assert self.here()["name"] == "username", "the first field has the focus when the page opens"
        self.type(username)
        self.tab()
        self.type(PASSWORD)
        self.enter()
        assert "/dang-nhap/" not in self.page.url

    def told(self, words):
        """After an act the focus is on what was done, where a screen reader reads it."""
        stop = self.here()
        assert words in stop["words"], f"the focus is on {stop}"
        assert self.page.locator("[role=status]", has_text=words).count() == 1

    def fill_until(self, button):
        """Answers every empty field on the way to a button, then stands on it."""
        done = set()
        for _stop in range(160):
            stop = self.tab()
            if stop["tag"] == "BUTTON" and re.search(button, stop["words"]):
                return
            if stop["tag"] in TYPED and stop["type"] not in UNTYPED and not stop["value"]:
                self.type_answer()
            elif stop["tag"] == "SELECT" and not stop["value"] and "không bắt buộc" not in stop["words"]:
                self.press("ArrowDown")
            elif stop["type"] == "radio" and stop["name"] not in done:
                done.add(stop["name"])
                self.press("Space")
        raise AssertionError(f"{button} cannot be reached")

    def type_answer(self):
        field = self.page.locator(":focus")
        if field.get_attribute("type") == "date":
            self.type("02022024")  # The order of day and month is the browser's.
        else:
            self.type(answer(field))

    def choose_file(self, path):
        """Opens the system's dialogue by the keyboard; what happens inside is not the page's."""
        self.press("Enter")
        for _moment in range(100):
            if self.choosers:
                self.choosers.pop().set_files(path)
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("no dialogue opens")

    def open_panel(self, title):
        """The action with that title, opened if it is not; the focus stands on its head."""
        self.to(title, tag="SUMMARY")
        if self.page.locator(":focus").locator("xpath=..").get_attribute("open") is None:
            self.press("Enter")
