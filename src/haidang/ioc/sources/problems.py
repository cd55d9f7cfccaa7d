"""What is wrong with a contract, in words beside the field at fault."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.contract import NAME, TYPES, Column, Contract
from haidang.ioc.sources.personal import name_is_suspect
from haidang.platform.text import is_storable, texts_in

Problem = tuple[str, Any]
"""The field at fault ("keys", "columns.3") and the words."""
MINUTES = (5, 525_600)
_MAX_COLUMNS = 200
_MAX_STARS = 3


def check(contract: Contract, settings_problems: Callable[[Contract], Iterator[Problem]]) -> list[Problem]:
    """Every problem of `contract`; an empty list for one that can be published."""
    return [*_head(contract), *_columns(contract), *_keys(contract), *_personal(contract), *settings_problems(contract)]


def _head(contract: Contract) -> Iterator[Problem]:
    if not NAME.fullmatch(contract.code):
        yield "code", _("Mã nguồn gồm 2–40 chữ thường không dấu, chữ số, dấu gạch dưới, bắt đầu bằng chữ.")
    for field, words in (("title", _("Hãy ghi tên nguồn.")), ("sector", _("Hãy ghi ngành, lĩnh vực."))):
        if not str(getattr(contract, field)).strip():
            yield field, words
    if len(contract.title) > 200 or len(contract.sector) > 100:
        yield "title", _("Tên nguồn quá dài.")
    for field in ("every_minutes", "fresh_minutes"):
        if not MINUTES[0] <= getattr(contract, field) <= MINUTES[1]:
            yield field, _("Từ 5 phút đến một năm.")
    if not all(is_storable(text) for text in texts_in({"contract": _all_texts(contract)})):
        yield "title", _("Nội dung có ký tự không đọc được.")


def _all_texts(contract: Contract) -> list[Any]:
    columns = [[column.source, column.title, column.unit, column.shape, *column.values] for column in contract.columns]
    return [contract.title, contract.sector, contract.personal_basis, contract.settings, *columns, *contract.ignored]


def _columns(contract: Contract) -> Iterator[Problem]:
    if not contract.kept:
        yield "columns", _("Nguồn cần ít nhất một cột được giữ.")
    if len(contract.columns) > _MAX_COLUMNS:
        yield "columns", _("Nguồn có quá nhiều cột.")
    names = Counter(column.name for column in contract.columns)
    sources = Counter(column.source for column in contract.columns)
    for place, column in enumerate(contract.columns):
        if not NAME.fullmatch(column.name) or column.name.startswith("source_"):
            yield f"columns.{place}", _("Tên cột gồm 2–40 chữ thường không dấu, chữ số, gạch dưới, bắt đầu bằng chữ.")
        if names[column.name] > 1 or sources[column.source] > 1 or column.source in contract.ignored:
            yield f"columns.{place}", _("Cột này được khai hai lần.")
        yield from ((f"columns.{place}", words) for words in _column(column))


def _column(column: Column) -> Iterator[Any]:
    if not column.source.strip() or len(column.source) > 200:
        yield _("Hãy ghi tên cột ở nguồn.")
    if column.type not in TYPES:
        yield _("Kiểu dữ liệu không có trong danh sách.")
    numeric = column.type in ("integer", "real")
    if not numeric and (column.minimum is not None or column.maximum is not None):
        yield _("Khoảng giá trị chỉ dùng cho cột số.")
    if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
        yield _("Giá trị nhỏ nhất lớn hơn giá trị lớn nhất.")
    if column.shape and (
        len(column.shape) > 100 or column.shape.count("*") > _MAX_STARS or re.search(r"\s\s", column.shape)
    ):
        yield _("Mẫu giá trị dài quá 100 ký tự hoặc có quá 3 dấu *.")


def _keys(contract: Contract) -> Iterator[Problem]:
    if not contract.keys:
        yield "keys", _("Hãy chọn ít nhất một cột làm khóa: khóa cho biết hai dòng có phải là một.")
    for name in contract.keys:
        column = contract.column(name)
        if column is None or not column.required or column.personal:
            yield "keys", _("Cột khóa phải có trong danh sách, bắt buộc có giá trị và không phải dữ liệu cá nhân.")
            return
    if contract.order:
        order = contract.column(contract.order)
        if order is None or not order.required or order.personal or order.type not in ("integer", "date", "moment"):
            yield (
                "order",
                _("Cột thứ tự là số nguyên, ngày hoặc thời điểm, bắt buộc có giá trị, không phải dữ liệu cá nhân."),
            )


def _personal(contract: Contract) -> Iterator[Problem]:
    has_personal = any(column.personal for column in contract.columns)
    if has_personal and not contract.personal_basis.strip():
        yield "personal_basis", _("Nguồn có dữ liệu cá nhân: hãy ghi căn cứ được xử lý.")
    for place, column in enumerate(contract.columns):
        if not column.personal and (name_is_suspect(column.source) or name_is_suspect(column.title)):
            words = _("Cột “%(name)s” giống dữ liệu cá nhân: hãy đánh dấu như vậy, hoặc đổi tên cho rõ.")
            yield f"columns.{place}", words % {"name": column.source}
