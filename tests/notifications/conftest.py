"""Who carries messages in the tests: stand-ins on this machine."""

import pytest

from carriers import Gateway, MailServer, PushService, running


@pytest.fixture
def mail():
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def gateway():
    with running(Gateway()) as server:
        yield server


@pytest.fixture
def second_gateway():
    with running(Gateway()) as server:
        yield server


@pytest.fixture
def service():
    with running(PushService()) as server:
        yield server
