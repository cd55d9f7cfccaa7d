"""One installation is made per run; every test gets a copy of its own."""

import pytest
from installation import copy, prepared


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    made = prepared(tmp_path_factory.mktemp("template") / "home")
    yield made
    made.close()


@pytest.fixture
def house(template, tmp_path):
    made = copy(template, tmp_path / "home")
    yield made
    made.close()
