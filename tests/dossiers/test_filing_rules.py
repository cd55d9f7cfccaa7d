"""What a filing must say, what is refused and in which words, and the code that it gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers import codes
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.platform import journal
from world import CASE, DISTRICT, OTHER_DEPARTMENT, PAUSE, moment


def refused(world, field, **changes):
    with pytest.raises(dossiers.Invalid) as refusal:
        world.submit(**changes)
    assert refusal.value.field == field
    assert dossiers.Dossier.objects.count() == 0


def test_a_filing_keeps_what_was_given(world):
    receipt = world.submit()
    view = dossiers.view(world.citizen, receipt.code, now=world.now)
    assert (receipt.state, receipt.version, receipt.event_seq, receipt.replayed) == (State.NEW, 1, 1, False)
    assert receipt.code == "000.00.03.H06-241104-0001"
    assert [item.title for item in view.documents] == ["Tờ khai", "Giấy tờ tùy thân"]
    assert ("Nội dung đề nghị giải quyết", "Đề nghị cấp phép") in [
        line for _heading, lines in view.answers for line in lines
    ]
    assert (view.dossier.owner_name, view.owner_id_masked) == ("Nguyễn Thị An", "•••••••••234")
    assert view.requirements_missing == []
    (line,) = journal.lines(view.dossier.stream)
    assert journal.data(line)["documents"][0]["sha256"] == view.documents[0].sha256


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("case", {"case_key": "c9"}),
        ("channel", {"channel": "fax"}),
        ("owner_name", {"owner": dossiers.Owner(name=" ", id_number="")}),
        ("owner_name", {"owner": dossiers.Owner(name="N" * 201, id_number="")}),
        ("owner_kind", {"owner": dossiers.Owner(name="Nguyễn An", id_number="", kind="robot")}),
        (
            "request",
            {"answers": {"owner_name": "An", "owner_address": "x", "owner_phone": "0912345678", "copies": "1"}},
        ),
        ("agency", {"agency": DISTRICT}),
        ("intake_agency", {"intake_agency_id": 987_654_321}),
    ],
)
def test_a_filing_that_cannot_be_taken_names_the_field(world, field, changes):
    refused(world, field, actor=world.citizen, **changes)


def test_a_document_for_an_unknown_requirement_is_refused(world):
    refused(world, "documents", documents=[world.upload(requirement="k" * 60)])


def test_a_procedure_that_does_not_exist(world):
    with pytest.raises(catalogue.ProcedureNotFound):
        world.submit("9.999999")


def test_an_officer_does_not_file_online_for_a_citizen(world):
    with pytest.raises(dossiers.NotAllowed):
        world.submit(actor=world.officer("reception"))


@pytest.mark.parametrize("channel", ["direct", "postal"])
def test_at_the_counter_only_reception_files(world, channel):
    assert world.submit(channel=channel).code
    for actor in (world.citizen, world.officer("specialist"), world.officer("reception", OTHER_DEPARTMENT)):
        with pytest.raises(dossiers.NotAllowed):
            world.submit(channel=channel, actor=actor)


def test_a_filing_at_another_place_carries_that_places_code(world):
    """Handed in at Sở Nội vụ for Sở Tư pháp: intake is one agency, competence another."""
    there, officer = world.agency(OTHER_DEPARTMENT).id, world.officer("reception", OTHER_DEPARTMENT)
    code = world.submit(channel="direct", intake_agency_id=there, actor=officer).code
    assert code.startswith("000.00.02.H06-")
    assert world.dossier(code).agency.code == "H06.03"
    world.act("accept", code)


def test_a_filing_at_the_counter_belongs_to_the_citizen_with_that_number(world):
    assert world.citizen
    assert world.dossier(world.submit(channel="direct").code).applicant == world.citizen


def test_ordinals_count_per_agency_and_day(world):
    codes_made = [
        world.submit().code,
        world.submit().code,
        world.submit(agency=OTHER_DEPARTMENT).code,
        world.submit(now=moment("2024-11-05T00:00")).code,
        world.submit(now=moment("2024-11-04T23:59")).code,
    ]
    assert codes_made == [
        "000.00.03.H06-241104-0001", "000.00.03.H06-241104-0002", "000.00.02.H06-241104-0001",
        "000.00.03.H06-241105-0001", "000.00.03.H06-241104-0003",
    ]  # fmt: skip


def test_from_july_2025_codes_are_written_from_the_root(world):
    assert world.submit(now=moment("2025-06-30T23:59")).code == "000.00.03.H06-250630-0001"
    assert world.submit(now=moment("2025-07-01T00:00")).code == "H06.03-250701-0001"


def test_a_refused_filing_takes_no_ordinal(world):
    with pytest.raises(dossiers.Invalid):
        world.submit(owner=dossiers.Owner(name="", id_number=""))
    assert world.submit().code.endswith("-0001")


agency_codes = st.from_regex(r"[A-Z]\d{2}(\.(0[1-9]|[1-9]\d)){0,2}", fullmatch=True).filter(str.isascii)
days = st.dates(min_value=moment("2018-01-01T00:00").date(), max_value=moment("2060-12-31T00:00").date())


@given(code=agency_codes, day=days, ordinal=st.integers(1, 9_999_999))
def test_a_code_reads_back_as_it_was_made(code, day, ordinal):
    legacy = identity.to_legacy(code)
    text = codes.make(code=code, legacy_code=legacy, day=day, ordinal=ordinal)
    expected = legacy if day.isoformat() < "2025-07-01" else code
    assert codes.parse(text) == codes.DossierCode(expected, day, ordinal)
    assert codes.parse(f" {text.lower()} ") == codes.parse(text)


@pytest.mark.parametrize(
    ("text", "agency", "day", "ordinal"),
    [
        ("000.00.09.H06-241104-0001", "000.00.09.H06", "2024-11-04", 1),
        ("H15.50.05.13-261008-0975", "H15.50.05.13", "2026-10-08", 975),
        ("G09.20-20260609-0092637", "G09.20", "2026-06-09", 92637),
        ("H06.30.05-250701-12345", "H06.30.05", "2025-07-01", 12345),
        ("h06.30.05 - 250701 - 123456", "H06.30.05", "2025-07-01", 123456),
    ],
)
def test_codes_of_other_systems_are_read(text, agency, day, ordinal):
    found = codes.parse(text)
    assert (found.agency, found.day.isoformat(), found.ordinal) == (agency, day, ordinal)


@pytest.mark.parametrize(
    "text",
    ["", "H06", "H06.09-241301-0001", "H06.09-241104-001", "H06.09-241104-12345678", "H06.09-2411044-0001",
     "H06.09-241104-٠٠٠١", "H06.09-241104-0001; DROP TABLE", "000.00.H06-241104-0001"],
)  # fmt: skip
def test_what_is_not_a_code_is_refused(text):
    with pytest.raises(ValueError, match="is not a dossier code"):
        codes.parse(text)


def test_a_dossier_is_found_by_either_spelling_of_its_code(world):
    code = world.submit().code
    for text in (code, code.lower(), "H06.03-241104-0001", "000.00.03.H06-20241104-0001", "h06.03 - 241104 - 00001"):
        assert dossiers.public_view(text, now=world.now).code == code


def test_checking_a_document_needs_one_of_the_dossier_and_a_reason_if_wrong(world):
    code, other = world.bring(State.NEW), world.bring(State.NEW)
    document = world.dossier(code).documents.first()
    bad = [
        {"document_id": "not-a-uuid"},
        {"document_id": str(world.dossier(other).documents.first().pk)},
        {"verdict": "maybe"},
        {"verdict": "wrong", "reason": " "},
    ]
    for values in bad:
        with pytest.raises(dossiers.Invalid):
            world.act("check_document", code, **values)
    world.act("check_document", code, document_id=str(document.pk), verdict="wrong", reason="Ảnh mờ")
    document.refresh_from_db()
    assert (document.verdict, document.verdict_reason) == ("wrong", "Ảnh mờ")


class TestDrafts:
    def start(self, world):
        assert world.procedures
        agency = world.agency().id
        return dossiers.start_draft(
            user=world.citizen, procedure_code=PAUSE, case_key=CASE, agency_id=agency, now=world.now
        )

    def attach(self, world, draft, upload):
        return dossiers.attach_to_draft(user=world.citizen, draft_id=draft.id, upload=upload, now=world.now)

    def submit(self, world, draft, key="form-00000001", user=None):
        return dossiers.submit_draft(
            user=user or world.citizen, draft_id=draft.id, owner=world.owner(), now=world.now, key=key
        )

    def test_from_start_to_submission(self, world):
        draft = self.start(world)
        assert [item.key for item in draft.missing] == ["d1", "d2"]
        dossiers.save_draft(user=world.citizen, draft_id=draft.id, answers={"request": "dở dang"}, now=world.now)
        self.attach(world, draft, world.upload())
        self.attach(world, draft, world.upload())
        found = dossiers.draft_of(world.citizen, draft.id, now=world.now)
        assert (found.answers, len(found.documents)) == ({"request": "dở dang"}, 1)
        assert [item.key for item in found.missing] == ["d2"]
        with pytest.raises(dossiers.Invalid):
            self.submit(world, draft)
        dossiers.save_draft(user=world.citizen, draft_id=draft.id, answers=world.answers(), now=world.now)
        receipt = self.submit(world, draft)
        assert self.submit(world, draft) == dossiers.Receipt(receipt.code, 1, State.NEW, 1, replayed=True)
        assert dossiers.drafts_of(world.citizen, now=world.now) == []
        assert world.dossier(receipt.code).documents.count() == 1

    def test_a_draft_is_its_authors_alone(self, world):
        draft = self.start(world)
        user = world.other_citizen
        attempts = [
            lambda: dossiers.draft_of(user, draft.id, now=world.now),
            lambda: dossiers.save_draft(user=user, draft_id=draft.id, answers={}, now=world.now),
            lambda: dossiers.delete_draft(user=user, draft_id=draft.id),
            lambda: self.submit(world, draft, user=user),
            lambda: dossiers.draft_of(user, "not-a-uuid", now=world.now),
        ]
        for attempt in attempts:
            with pytest.raises(dossiers.DossierNotFound):
                attempt()
        assert dossiers.drafts_of(user, now=world.now) == []

    def test_files_come_and_go(self, world):
        draft = self.start(world)
        document = self.attach(world, draft, world.upload())
        for _twice in range(2):
            dossiers.detach_from_draft(user=world.citizen, draft_id=draft.id, document_id=str(document.pk))
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.detach_from_draft(user=world.citizen, draft_id=draft.id, document_id="x")
        assert dossiers.draft_of(world.citizen, draft.id, now=world.now).documents == []
        dossiers.delete_draft(user=world.citizen, draft_id=draft.id)
        assert dossiers.drafts_of(world.citizen, now=world.now) == []

    def test_a_draft_takes_only_what_is_offered(self, world):
        assert world.procedures
        for values in ({"case_key": "c9"}, {"agency_id": world.agency(DISTRICT).id}):
            usual = {"case_key": CASE, "agency_id": world.agency().id}
            with pytest.raises(dossiers.Invalid):
                dossiers.start_draft(user=world.citizen, procedure_code=PAUSE, now=world.now, **(usual | values))
