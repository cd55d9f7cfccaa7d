"""Vietnamese first; English by choice only."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from haidang.ui import language


def test_the_browsers_wish_is_not_heard():
    request = RequestFactory().get("/", headers={"accept-language": "en"})
    seen = language.chosen_only(lambda request: HttpResponse(request.headers.get("accept-language", "-")))(request)
    assert seen.content == b"-"


@pytest.mark.django_db
def test_pages_are_vietnamese_first(client, settings):
    settings.MIDDLEWARE = ["haidang.ui.language.chosen_only", *settings.MIDDLEWARE]
    assert b'<html lang="vi"' in client.get("/", headers={"accept-language": "en"}).content
