"""The page that counts dossiers by each of their three places, and the lists behind its figures."""

import html
import re

import pytest
from desk_pages import text_of
from django.urls import reverse

from world import DISTRICT, OTHER_DEPARTMENT


@pytest.fixture
def page(world, as_user):
    """The leader's page of three dossiers for one department: two handed in there, one elsewhere; one with help."""
    there, helper = world.agency(OTHER_DEPARTMENT).id, world.agency(DISTRICT).id
    world.submit(help_agency_id=helper)
    world.submit()
    world.submit(intake_agency_id=there)
    client = as_user(world.leader)
    return lambda **query: client.get(reverse("desk:places"), query)


def test_each_place_is_counted_apart_and_each_figure_opens_its_list(page):
    shown = page().content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="\?(noi=[^"]+)"', shown)]
    found = {}
    for link in links:
        query = dict(pair.split("=") for pair in link.split("&"))
        listed = page(**query).content.decode()
        found[query["noi"], query["co-quan"], "khac" in query] = listed.count("data-row>")
    assert found == {
        ("help", DISTRICT, False): 1,
        ("help", DISTRICT, True): 1,
        ("intake", "H06.03", False): 2,
        ("intake", OTHER_DEPARTMENT, False): 1,
        ("intake", OTHER_DEPARTMENT, True): 1,
        ("competent", "H06.03", False): 3,
        ("competent", "H06.03", True): 1,
    }


def test_another_period_has_its_own_figures(page):
    assert text_of(page(tu="01/10/2024", den="2024-10-31")).count("Không có hồ sơ nào trong kỳ này.") == 3


@pytest.mark.parametrize(
    "query", [{"tu": "x"}, {"tu": "2024-11-05", "den": "2024-11-04"}, {"tu": "0001-01-01"}, {"den": "9999-12-31"}]
)
def test_a_period_that_is_none_is_refused_in_words(page, query):
    answer = page(**query)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("query", [{"noi": "x"}, {"noi": "help"}, {"noi": "help", "co-quan": "H06.03\0"}])
def test_a_figure_that_is_not_there_is_not_found(page, query):
    assert page(**query).status_code == 404
