"""The document is true: every answer to generated requests fits it, and a client generated from it works."""

import importlib
import json
import subprocess
import sys

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from haidang.dossiers.api import State
from haidang.open_api.routes import api


def operations(house):
    """Every operation of the document, over some dossiers that there are to be asked about, asked with a key."""
    house.world.bring(State.PROCESSING)
    house.world.submit()
    issued = house.register(per_minute=6_000)
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    @document.auth()
    class WithKey:
        def get(self, case, context):
            return f"{issued.client.code}.{issued.secret}"

        def set(self, case, data, context):
            case.headers = {**(case.headers or {}), "X-API-Key": data}

    return [result.ok() for result in document.get_all_operations()]


@pytest.mark.once
def test_every_answer_is_as_the_document_says(house):
    """Schemathesis asks each operation well and badly, and holds every answer against all its checks."""
    seen = set()
    for operation in operations(house):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(operation.as_strategy(generation_mode=mode))
            def ask(case):
                seen.add(case.call_and_validate().status_code)

            ask()
    assert {200, 422} <= seen
    assert max(seen) < 500


def test_the_document_is_open_to_all_and_of_openapi_3_1():
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"Token", "Key"} == set(document["components"]["securitySchemes"])


@pytest.mark.once
def test_a_python_client_made_from_the_document_reads_dossiers(house, tmp_path, monkeypatch):
    code = house.world.bring(State.PROCESSING)
    (tmp_path / "openapi.json").write_text(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none",
         "--output-path", "made_client"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.syspath_prepend(tmp_path)
    made = importlib.import_module("made_client")
    dossiers = importlib.import_module("made_client.api.dossiers.dossiers")
    issued = house.register()
    key = f"{issued.client.code}.{issued.secret}"
    client = made.AuthenticatedClient("http://testserver", key, prefix="", auth_header_name="X-API-Key")
    client.set_httpx_client(_in_process(key))
    page = dossiers.sync(client=client, state=4)
    assert [item.code for item in page.items] == [code]


def _in_process(key):
    """An HTTP client that asks this very process, so that it sees what the test has written."""
    import httpx

    return httpx.Client(
        transport=httpx.WSGITransport(app=get_wsgi_application()),
        base_url="http://testserver",
        headers={"X-API-Key": key},
    )
