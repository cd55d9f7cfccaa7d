"""What tests of the leaders' app read off its pages."""

import html
import re

from django.test import Client
from django.urls import reverse

BOARD, FIGURES, LIST = (reverse(f"leaders:{name}") for name in ("board", "figures", "dossiers"))


def text_of(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def figures_of(page):
    """Every figure of a page that opens a list: (count, address)."""
    link = rf'<a [^>]*href="({LIST}\?[^"]*)"[^>]*>(?:<strong>)?([\d.]+)(?:</strong>|</a>)'
    found = re.findall(link, page.content.decode())
    return [(int(count.replace(".", "")), html.unescape(address)) for address, count in found]


def codes_of(page):
    return set(re.findall(r'id="hs-([\w.-]+)"', page.content.decode()))


def client_of(user):
    client = Client()
    client.user = user
    client.force_login(user)
    return client


def sent(client, address, data=None):
    """The bytes of a file that a page sends, read to its end so that it is closed."""
    return b"".join(client.get(address, data or {}).streaming_content)
