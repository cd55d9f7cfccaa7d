"""A file at an address, CSV or Excel; without an address people hand the file in."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.connectors import hosts
from haidang.ioc.sources.connectors.port import Ask, Problems
from haidang.ioc.sources.connectors.rest import AUTHS, address_problems, headers
from haidang.ioc.sources.deliveries import Arrived
from haidang.ioc.sources.formats.csv_format import ENCODINGS, SEPARATORS


class FileAddress:
    """Settings: url (blank: handed in), auth, auth_header; encoding, separator, skip, decimal; sheet, head_row."""

    def fetch(self, ask: Ask) -> Iterator[Arrived]:
        """The file, if it has an address."""
        url = str(ask.settings.get("url", ""))
        if url:
            with hosts.client(headers(ask)) as client:
                yield Arrived(hosts.get(client, url), PurePosixPath(urlsplit(url).path).name or "tep")

    def problems(self, settings: Mapping[str, Any]) -> Problems:
        """What is wrong with the settings."""
        yield from address_problems(settings, required=False)
        if settings.get("auth", "none") not in AUTHS:
            yield "settings.auth", _("Cách xác thực không có trong danh sách.")
        yield from format_problems(settings)


def format_problems(settings: Mapping[str, Any]) -> Problems:
    """What is wrong with how the file is said to be written."""
    if settings.get("encoding", "") not in ("", *ENCODINGS):
        yield "settings.encoding", _("Bảng mã không có trong danh sách.")
    if settings.get("separator", "") not in ("", *SEPARATORS):
        yield "settings.separator", _("Dấu ngăn cột không có trong danh sách.")
    if settings.get("decimal", ".") not in (".", ","):
        yield "settings.decimal", _("Dấu thập phân là “.” hoặc “,”.")
    for field in ("skip", "head_row"):
        number = settings.get(field, 0)
        if not isinstance(number, int) or not 0 <= number <= 1_000:
            yield f"settings.{field}", _("Số dòng từ 0 đến 1.000.")
