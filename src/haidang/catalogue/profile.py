"""Installs a province's procedures and forms from its profile; a second run changes nothing."""

import json
from datetime import date, datetime
from pathlib import Path

from haidang.catalogue.formbook import publish_form
from haidang.catalogue.importing.report import ImportReport
from haidang.catalogue.importing.run import Progress, import_file

PROCEDURES = "procedures.jsonl.gz"


def install_profile_procedures(
    folder: Path, *, now: datetime, valid_from: date | None = None, progress: Progress | None = None
) -> ImportReport:
    """Publishes `forms/*.json` and imports `procedures.jsonl.gz` of a profile."""
    for path in sorted((folder / "forms").glob("*.json")):
        publish_form(json.loads(path.read_text()), now=now)
    return import_file(folder / PROCEDURES, now=now, valid_from=valid_from, progress=progress)
