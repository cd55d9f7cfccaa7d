"""Published versions stay what they were; what is in force depends on the date."""

from datetime import date, timedelta

import pytest
import shelf
from django.db import DatabaseError, connection, transaction
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.models import FormVersion, ProcedureVersion
from haidang.platform.errors import Refused

pytestmark = pytest.mark.django_db
CODE = "9.900001"


def test_a_version_is_published_only_when_the_content_changed(imported):
    imported(shelf.line())
    imported(shelf.line(name="Tên mới"), now=NOW + timedelta(days=3))
    imported(shelf.line(name=" Tên  mới "), now=NOW + timedelta(days=5))
    assert [(number, since) for _id, number, since in catalogue.versions(CODE)] == [
        (1, date(2024, 11, 4)),
        (2, date(2024, 11, 7)),
    ]


def test_a_date_has_its_version(imported):
    imported(shelf.line())
    imported(shelf.line(name="Tên mới"), now=NOW + timedelta(days=3))
    first, second = catalogue.versions(CODE)
    assert catalogue.published(CODE, on=date(2024, 11, 6)).version_id == first[0]
    assert catalogue.published(CODE, on=date(2024, 11, 7)).name == "Tên mới"
    assert catalogue.version(first[0]).name == "Thủ tục cấp giấy phép thử nghiệm"
    assert catalogue.names([first[0], second[0]]) == {
        first[0]: "Thủ tục cấp giấy phép thử nghiệm",
        second[0]: "Tên mới",
    }
    with pytest.raises(catalogue.ProcedureNotFound):
        catalogue.published(CODE, on=date(2024, 11, 3))


def test_versions_can_be_announced_for_a_later_day(imported):
    imported(shelf.line(), valid_from=date(2025, 7, 1))
    with pytest.raises(catalogue.ProcedureNotFound):
        catalogue.published(CODE, on=NOW.date())
    assert catalogue.published(CODE, on=date(2025, 7, 1)).number == 1


@pytest.mark.parametrize("code", ["", "9.999999", "x' or 1=1", "1.001193 ", "\u200b"])
def test_a_code_that_is_not_there(code):
    with pytest.raises(catalogue.ProcedureNotFound) as refusal:
        catalogue.published(code, on=NOW.date())
    assert refusal.value.field == "procedure_code"
    with pytest.raises(catalogue.ProcedureNotFound):
        catalogue.version(10**9)


@pytest.mark.parametrize("model", [ProcedureVersion, FormVersion])
def test_a_published_version_refuses_change_in_code_and_in_the_database(model):
    row = model.objects.first()
    row.number += 100
    with pytest.raises(Refused):
        row.save()
    with pytest.raises(Refused):
        row.delete()
    attempts = [
        lambda: model.objects.filter(pk=row.pk).update(content_hash="x"),
        lambda: model.objects.filter(pk=row.pk)._raw_delete(using="default"),
        lambda: connection.cursor().execute(f"UPDATE {model._meta.db_table} SET number = 99 WHERE id = {row.pk}"),
        lambda: connection.cursor().execute(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert model.objects.get(pk=row.pk).content_hash == row.content_hash


def test_unpublished_changes_leave_no_trace(imported):
    """A batch that fails takes its version, its source record and the search index back with it."""
    assert catalogue.search("vibraphon", offered_only=False).total == 0
    with transaction.atomic():
        imported(shelf.line(name="Thủ tục gõ vibraphon"))
        assert catalogue.search("vibraphon", offered_only=False).total == 1
        transaction.set_rollback(True)
    assert catalogue.search("vibraphon", offered_only=False).total == 0
