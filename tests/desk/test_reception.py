"""Counter reception of a paper or postal dossier, step by step."""

from datetime import timedelta

import pytest
from desk_pages import hidden, text_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haidang.dossiers.api import Dossier, State
from world import BUSINESS_ID, CASE, CITIZEN_ID, DEPARTMENT, DISTRICT, NO_TERM, OTHER_DEPARTMENT, PAUSE, pdf_bytes


@pytest.fixture
def counter(world, as_user):
    """The reception officer's browser at the last step, for one procedure."""
    assert world.procedures

    class Counter:
        client = as_user(world.officer("reception"))

        def address(self, procedure=PAUSE):
            path = reverse("desk:reception_entry", args=[procedure])
            return f"{path}?truong-hop={CASE}&co-quan={DEPARTMENT}"

        def data(self, **changes):
            answers = {f"don-{key}": value for key, value in world.answers().items()}
            return {"key": world.key(), "channel": "direct", "owner_kind": "citizen", **answers} | changes

        def send(self, procedure=PAUSE, **changes):
            return self.client.post(self.address(procedure), self.data(**changes))

    return Counter()


def scan(name="to-khai.pdf", text="scan"):
    return SimpleUploadedFile(name, pdf_bytes(text), content_type="application/pdf")


def test_the_counters_own_procedures_come_before_those_of_other_agencies(world, counter):
    own = text_of(counter.client.get(reverse("desk:reception"), {"q": "cap phep thu nghiem"}))
    assert "Cấp phép thử nghiệm 1" in own
    birth = text_of(counter.client.get(reverse("desk:reception"), {"q": "đăng ký khai sinh"}))
    assert birth.index("Cơ quan khác trong tỉnh giải quyết") < birth.index("Thủ tục đăng ký khai sinh")
    last = text_of(counter.client.get(reverse("desk:reception"), {"trang": "1000"}))
    assert "Cơ quan khác trong tỉnh giải quyết" in last
    assert "Sở Tư pháp giải quyết" not in last


def test_where_intake_is_not_free_only_ones_own_procedures_are_offered(world, counter, settings):
    settings.INTAKE_ANYWHERE_FROM = world.now.date() + timedelta(days=1)
    birth = text_of(counter.client.get(reverse("desk:reception"), {"q": "đăng ký khai sinh"}))
    assert "Thủ tục đăng ký khai sinh" not in birth
    case = text_of(counter.client.get(reverse("desk:reception_case", args=[PAUSE])))
    assert "Cơ quan giải quyết: Sở Tư pháp" in case


def test_an_officer_of_one_procedure_sees_only_that(world, as_user):
    assert world.procedures
    client = as_user(world.officer("reception", procedure_code=PAUSE))
    words = text_of(client.get(reverse("desk:reception")))
    assert "1 thủ tục" in words
    assert client.get(reverse("desk:reception_case", args=[NO_TERM])).status_code == 403


def test_case_is_chosen_before_the_form(world, counter):
    page = counter.client.get(reverse("desk:reception_case", args=[PAUSE]))
    assert "Cấp mới" in text_of(page)
    assert "Cấp lại" in text_of(page)
    nowhere = counter.client.get(reverse("desk:reception_entry", args=[PAUSE]))
    assert nowhere.url == reverse("desk:reception_case", args=[PAUSE])
    assert counter.client.get(reverse("desk:reception_case", args=["9.999999"])).status_code == 404


def test_reception_with_scan_accept_and_receipt(world, counter):
    answer = counter.send(**{"tiep-nhan": "1", "tep-0": scan(), "tep-2": scan("khac.pdf", "other")})
    dossier = Dossier.objects.get()
    assert answer.url == reverse("desk:receipt", kwargs={"code": dossier.code})
    assert dossier.state == State.RECEIVED
    assert (dossier.channel, dossier.owner_name, dossier.owner_id_number) == ("direct", "Nguyễn Thị An", CITIZEN_ID)
    titles = [(item.requirement_key, item.title) for item in dossier.documents.all()]
    assert titles == [("d1", "Tờ khai"), ("", "khac.pdf")]
    assert "Đã tiếp nhận hồ sơ" in text_of(counter.client.get(answer.url, follow=True))


def test_postal_reception_without_accepting(world, counter):
    answer = counter.send(channel="postal", tao="1")
    dossier = Dossier.objects.get()
    assert answer.url == reverse("desk:dossier", kwargs={"code": dossier.code})
    assert (dossier.channel, dossier.state) == ("postal", State.NEW)


def test_the_owner_with_an_account_finds_it_among_his_own(world, counter):
    assert world.citizen
    counter.send(tao="1")
    assert Dossier.objects.get().applicant == world.citizen


def test_business_is_known_by_its_tax_code(world, counter):
    changes = {
        "owner_kind": "business",
        "tax_code": BUSINESS_ID,
        "don-owner_id_number": "",
        "don-owner_name": "Công ty Biển Xanh",
    }
    counter.send(tao="1", **changes)
    dossier = Dossier.objects.get()
    assert (dossier.owner_kind, dossier.owner_id_number) == ("business", BUSINESS_ID)


def test_nothing_typed_or_scanned_is_lost_when_a_file_is_refused(world, counter):
    bad = SimpleUploadedFile("hong.pdf", b"MZ")
    refused = counter.send(**{"tiep-nhan": "1", "tep-0": scan(), "tep-1": bad, "don-request": "Nội dung rất dài"})
    assert refused.status_code == 422
    words = text_of(refused)
    assert "“hong.pdf” không thuộc loại được nhận" in words
    assert "to-khai.pdf" in words
    assert "Nội dung rất dài" in words
    assert not Dossier.objects.exists()
    (token,) = hidden(refused, "giu-tep-0")
    assert counter.send(**{"tao": "1", "giu-tep-0": token}).status_code == 302
    assert Dossier.objects.get().documents.get().name == "to-khai.pdf"


def test_wrong_answers_are_named_and_kept(world, counter):
    refused = counter.send(**{"tao": "1", "don-owner_phone": "12", "don-owner_name": ""})
    words = text_of(refused)
    assert "Số điện thoại chưa đúng" in words
    assert "Hãy điền “Họ và tên hoặc tên tổ chức”" in words
    assert 'value="12"' in refused.content.decode()


def test_check_button_files_nothing(world, counter):
    page = counter.send(**{"kiem-tra": "1", "tep-0": scan()})
    assert page.status_code == 200
    assert "Nội dung đã đủ" in text_of(page)
    assert not Dossier.objects.exists()


def test_time_limit_for_a_procedure_without_one(world, counter):
    counter.send(NO_TERM, **{"tiep-nhan": "1", "working_days": "4"})
    assert Dossier.objects.get().term == "4 working_day"


def test_without_a_time_limit_it_is_filed_but_not_accepted(world, counter):
    answer = counter.send(NO_TERM, **{"tiep-nhan": "1", "working_days": ""})
    dossier = Dossier.objects.get()
    assert dossier.state == State.NEW
    assert "nhưng chưa tiếp nhận được" in text_of(counter.client.get(answer.url))


def test_same_form_twice_is_one_dossier(world, counter):
    data = counter.data(key="one-reception-form", **{"tiep-nhan": "1"})
    answers = [counter.client.post(counter.address(), data) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Dossier.objects.count() == 1


def test_same_form_with_other_content_is_refused_with_a_new_key(world, counter):
    counter.send(key="one-reception-form", tao="1")
    refused = counter.send(key="one-reception-form", tao="1", **{"don-request": "Khác"})
    assert refused.status_code == 422
    assert "one-reception-form" not in hidden(refused, "key")
    assert Dossier.objects.count() == 1


def elsewhere(counter, query, **changes):
    path = reverse("desk:reception_entry", args=[PAUSE])
    return counter.client.post(f"{path}?truong-hop={CASE}&{query}", counter.data(**changes))


def test_a_dossier_for_another_agency_is_taken_in_and_received_at_the_counter(world, counter):
    answer = elsewhere(
        counter, f"noi-nhan={DEPARTMENT}&co-quan={OTHER_DEPARTMENT}",
        **{"tiep-nhan": "1", "help_agency": world.agency(DISTRICT).id},
    )  # fmt: skip
    dossier = Dossier.objects.get()
    assert answer.url == reverse("desk:receipt", kwargs={"code": dossier.code})
    places = (dossier.agency.code, dossier.intake_agency.code, dossier.help_agency.code)
    assert places == (OTHER_DEPARTMENT, DEPARTMENT, DISTRICT)
    assert dossier.state == State.RECEIVED
    words = text_of(counter.client.get(answer.url, follow=True))
    assert "Bộ phận Tiếp nhận và Trả kết quả – Sở Tư pháp" in words
    assert "Cơ quan giải quyết Sở Nội vụ" in words
    page = text_of(counter.client.get(reverse("desk:dossier", kwargs={"code": dossier.code})))
    assert "Nơi tiếp nhận và trả kết quả Sở Tư pháp" in page
    assert "Nơi hỗ trợ Ủy ban nhân dân thành phố Vũng Tàu" in page


def test_the_place_of_intake_cannot_be_forged(world, counter):
    elsewhere(counter, f"noi-nhan={OTHER_DEPARTMENT}&co-quan={OTHER_DEPARTMENT}", tao="1")
    assert Dossier.objects.get().intake_agency.code == DEPARTMENT


def test_the_competent_agency_must_be_one(world, counter):
    for query in ("co-quan=H06.30", "co-quan=H06.99", "co-quan=", ""):
        answer = elsewhere(counter, query, tao="1")
        assert answer.url.startswith(reverse("desk:reception_case", args=[PAUSE])), query
    assert "Hãy chọn cơ quan giải quyết" in text_of(counter.client.get(answer.url))
    assert not Dossier.objects.exists()


def test_a_long_list_of_agencies_is_narrowed_by_words(world, counter):
    birth = "1.001193"
    case = reverse("desk:reception_case", args=[birth])
    whole = counter.client.get(case).content.decode()
    assert whole.count("<option") > 80
    one = counter.client.get(case, {"tim": "phuong 1 vung tau", "loc": "1"}).content.decode()
    assert "Ủy ban nhân dân phường 1<" in one
    assert "cơ quan khớp." in one
    assert one.count("<option") < 10
    none = text_of(counter.client.get(case, {"tim": "khong co dau", "loc": "1"}))
    assert "Không có cơ quan nào khớp" in none


def test_an_officer_at_several_agencies_says_where_he_takes_in(world, as_user):
    assert world.procedures
    client = as_user(world.officer("reception", world.province, with_descendants=True))
    case = reverse("desk:reception_case", args=[PAUSE])
    words = client.get(case, {"noi-nhan": DISTRICT}).content.decode()
    assert f'<option value="{DISTRICT}" selected>' in words
