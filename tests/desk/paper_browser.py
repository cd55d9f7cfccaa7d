"""An officer's browser without script: it signs in, opens pages and sends the forms that stand on them."""

from html.parser import HTMLParser

from desk_pages import text_of
from django.test import Client
from django.urls import reverse

from world import PASSWORD

UNSENT = {"submit", "file", "radio", "checkbox"}
"""Kinds of input that send nothing unless somebody does something; the last two do when they are checked."""


class Forms(HTMLParser):
    """The forms of a page as (address, what they send when nothing is typed)."""

    def __init__(self, page):
        super().__init__()
        self.found, self._area, self._choice = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        name = values.get("name")
        if tag == "form":
            self.found.append((values.get("action") or "", {}))
        elif tag == "select":
            self._choice = name
        elif not self.found:
            return
        elif tag == "option" and self._choice and ("selected" in values or self._choice not in self.found[-1][1]):
            self._keep(self._choice, values.get("value") or "")
        elif tag == "textarea" and name:
            self._area = name
            self._keep(name, "")
        elif tag == "input" and name and (values.get("type") not in UNSENT or "checked" in values):
            self._keep(name, values.get("value") or "")

    def handle_data(self, data):
        if self._area:
            self._keep(self._area, data.removeprefix("\n"))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._choice = None

    def _keep(self, name, value):
        self.found[-1][1][name] = value


class Officer:
    """Somebody at his desk. Every act opens the dossier's page first and sends one of its forms."""

    def __init__(self, user):
        self.client = Client()
        answer = self.client.post(reverse("portal:sign_in"), {"username": user.username, "password": PASSWORD})
        assert answer.status_code == 302, "not signed in"

    def page(self, code):
        """The words of the dossier's page."""
        answer = self.client.get(reverse("desk:dossier", kwargs={"code": code}))
        assert answer.status_code == 200
        return text_of(answer)

    def slip(self, code):
        """The words of the appointment slip."""
        return text_of(self.client.get(reverse("desk:receipt", kwargs={"code": code}), follow=True))

    def act(self, code, slug, **typed):
        """Opens the dossier, fills in the form of that action and sends it; returns the answer."""
        return self.send(code, slug, self.form(code, slug) | typed)

    def form(self, code, slug):
        """What the form of that action sends as it stands on the dossier's page."""
        page = self.client.get(reverse("desk:dossier", kwargs={"code": code})).content.decode()
        forms, address = dict(Forms(page).found), reverse(f"desk:act_{slug}", kwargs={"code": code})
        assert address in forms, f"the page offers no “{slug}”"
        return forms[address]

    def send(self, code, slug, fields):
        """Sends a form that was opened before; returns the answer."""
        return self.client.post(reverse(f"desk:act_{slug}", kwargs={"code": code}), fields)

    def receive(self, address, **typed):
        """Opens the form of a counter reception, fills it in and sends it; returns the answer."""
        opened = self.client.get(address)
        assert opened.status_code == 200, "the form does not open"
        sent = next(fields for action, fields in Forms(opened.content.decode()).found if "channel" in fields)
        return self.client.post(address, sent | typed)
