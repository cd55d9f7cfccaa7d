"""What is personal is never in plain text in the database: every column of every table is read and searched."""

from django.apps import apps
from django.db import connection

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from world import CITIZEN_ID


def columns():
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{model._meta.label}.{name}", value


def as_text(value):
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def test_identity_numbers_and_answers_are_never_stored_in_plain_text(world):
    phone, email, street, secret = "0987654321", "an@vidu.example", "34 Lê Lợi", "Tôi bị bệnh hiểm nghèo"
    draft = dossiers.start_draft(
        user=world.citizen, procedure_code=world.filing().procedure_code, case_key="c1",
        agency_id=world.agency().id, now=world.now,
    )  # fmt: skip
    dossiers.save_draft(user=world.citizen, draft_id=draft.id, answers=world.answers(request=secret), now=world.now)
    code = world.bring(State.RETURNED, answers=world.answers(request=secret))
    world.submit(channel="direct")
    found = {
        (where, text) for where, value in columns() for text in (CITIZEN_ID, phone, email, street, secret)
        if text in as_text(value)
    }  # fmt: skip
    assert found == set()
    # Nor are they lost.
    view = dossiers.view(world.citizen, code, now=world.now)
    assert ("Nội dung đề nghị giải quyết", secret) in [line for _heading, lines in view.answers for line in lines]
    assert view.dossier.owner_id_number == CITIZEN_ID


def test_the_same_number_is_found_by_its_index_and_differs_between_columns(world):
    code = world.bring(State.NEW)
    dossier = world.dossier(code)
    assert dossier.owner_id_index == world.citizen.id_index
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id_number FROM dossiers_dossier")
        (one,) = cursor.fetchone()
        cursor.execute("SELECT id_number FROM identity_user WHERE id = %s", [world.citizen.pk])
        (other,) = cursor.fetchone()
    assert bytes(one) != bytes(other)
