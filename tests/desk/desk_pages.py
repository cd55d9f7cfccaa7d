"""Reading pages in tests."""

import html
import re


def text_of(response):
    """The words of a page, without tags."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def hidden(response, name):
    """The values of the hidden fields called `name` on a page."""
    return [
        html.unescape(value)
        for value in re.findall(rf'name="{re.escape(name)}" value="([^"]*)"', response.content.decode())
    ]
