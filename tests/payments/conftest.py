"""A till to pay into, with a gateway that the test holds in its hand."""

import pytest
from till import Till

from haidang.payments import api as payments
from haidang.payments import http_gateway


@pytest.fixture
def till(world):
    made = Till(world)
    payments.fill_gateways(lambda: [made.gateway])
    yield made
    payments.fill_gateways(http_gateway.from_settings)
