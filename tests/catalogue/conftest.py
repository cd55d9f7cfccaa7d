"""Fixtures of the catalogue's tests."""

import pytest
import shelf
from shelf import NOW

from haidang.catalogue import api as catalogue


@pytest.fixture
def imported(db, tmp_path):
    """Imports records (dicts or lines) and answers with the report."""

    def run(*records, now=NOW, **more):
        return catalogue.import_file(shelf.write_lines(tmp_path / "records.jsonl", *records), now=now, **more)

    return run


@pytest.fixture
def content(db):
    """The content of a procedure today."""
    return lambda code: catalogue.published(code, on=NOW.date()).content
