"""Acting on a dossier through the forms of its page."""

import pytest
from desk_pages import hidden, text_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haidang.dossiers.api import State
from world import NO_TERM, image_bytes, pdf_bytes


def pdf(name="Kết quả.pdf", text="kq"):
    return SimpleUploadedFile(name, pdf_bytes(text), content_type="application/pdf")


def item(number, title, reason, **more):
    """A row of the supplement request as the browser sends it."""
    return {f"item-{number}-{name}": value for name, value in {"title": title, "reason": reason, **more}.items()}


def state_of(world, code):
    return State(world.dossier(code).state)


def test_accept_then_message_and_receipt_link(world, desk, as_user):
    code = world.bring(State.NEW)
    client = as_user(world.officer("reception"))
    answer = desk.send(world.officer("reception"), code, "tiep-nhan", client=client)
    assert answer.url == reverse("desk:dossier", kwargs={"code": code})
    assert state_of(world, code) is State.RECEIVED
    page = client.get(answer.url)
    assert "Đã tiếp nhận hồ sơ." in text_of(page)
    assert reverse("desk:receipt", kwargs={"code": code}) in page.content.decode()


def test_accept_with_a_time_limit(world, desk):
    code = world.bring(State.NEW, NO_TERM)
    refused = desk.send(world.officer("reception"), code, "tiep-nhan")
    assert refused.status_code == 422
    assert state_of(world, code) is State.NEW
    desk.send(world.officer("reception"), code, "tiep-nhan", working_days="7")
    assert world.dossier(code).term == "7 working_day"


def test_check_documents_one_by_one(world, desk):
    code = world.bring(State.NEW)
    first, second = world.dossier(code).documents.all()
    user = world.officer("reception")
    answer = desk.send(user, code, "kiem-tra", document=first.pk, verdict="accepted", reason="")
    assert answer.url.endswith(f"#giay-to-{first.pk}")
    refused = desk.send(user, code, "kiem-tra", document=second.pk, verdict="wrong", reason="")
    assert refused.status_code == 422
    assert "Hãy ghi rõ vì sao giấy tờ chưa đạt" in text_of(refused)
    desk.send(user, code, "kiem-tra", document=second.pk, verdict="wrong", reason="Mờ, không đọc được số")
    assert [item.verdict for item in world.dossier(code).documents.all()] == ["accepted", "wrong"]
    page = desk.page(user, code)
    assert "Mờ, không đọc được số" in text_of(page)


def test_supplement_request_is_prefilled_and_sent(world, desk):
    code = world.bring(State.NEW, documents=[world.upload()])
    user = world.officer("reception")
    document = world.dossier(code).documents.get()
    desk.send(user, code, "kiem-tra", document=document.pk, verdict="wrong", reason="Thiếu chữ ký")
    page = desk.page(user, code)
    assert hidden(page, "item-0-title") == ["Tờ khai"]
    assert hidden(page, "item-1-title") == ["Giấy tờ tùy thân"]
    data = {
        "rows": "4",
        "reason": "Bổ sung tại quầy hoặc qua Cổng",
        **item(0, "Tờ khai", "Thiếu chữ ký", proposed="True", chosen="on", requirement_key="d1"),
        **item(1, "Giấy tờ tùy thân", "Chưa có trong hồ sơ.", proposed="True", requirement_key="d2"),
        **item(2, "Sơ đồ vị trí", "Cần để thẩm định"),
    }
    assert desk.send(user, code, "yeu-cau-bo-sung", **data).status_code == 302
    items = world.dossier(code).supplements.get().items
    assert [(item["title"], item["requirement_key"]) for item in items] == [("Tờ khai", "d1"), ("Sơ đồ vị trí", "")]


def test_supplement_request_without_items_keeps_what_was_typed(world, desk):
    code = world.bring(State.NEW)
    user = world.officer("reception")
    refused = desk.send(user, code, "yeu-cau-bo-sung", rows="2", reason="Lời dặn riêng")
    assert refused.status_code == 422
    assert "Hãy chọn hoặc ghi ít nhất một mục" in text_of(refused)
    assert "Lời dặn riêng" in text_of(refused)
    half = desk.send(user, code, "yeu-cau-bo-sung", **{"rows": "2", "item-1-title": "Bản vẽ"})
    assert "Hãy ghi rõ lý do" in text_of(half)
    assert state_of(world, code) is State.NEW


def test_supplement_at_the_counter(world, desk):
    code = world.bring(State.SUPPLEMENT)
    answer = desk.send(world.officer("reception"), code, "bo-sung", **{"tep-0": pdf("Căn cước.pdf", "cc"), "note": ""})
    assert answer.status_code == 302
    added = world.dossier(code).documents.get(round=1)
    assert (added.title, added.requirement_key, added.name) == ("Giấy tờ tùy thân", "d2", "Căn cước.pdf")
    assert state_of(world, code) is State.PROCESSING


def test_steps_to_the_end_finish_and_return(world, desk):
    code = world.bring(State.RECEIVED)
    for role in ("specialist", "leader", "reception"):
        step = world.open_step(code)
        answer = desk.send(world.officer(role), code, "hoan-thanh-buoc", step=step.pk, note=f"Ý kiến {role}")
        assert answer.status_code == 302
    answer = desk.send(world.officer("specialist"), code, "ket-thuc", **{"tep-0": pdf(), "note": "Cấp phép"})
    assert state_of(world, code) is State.DONE, text_of(answer)
    desk.send(world.officer("reception"), code, "tra-ket-qua", how="direct", receiver="Nguyễn Thị An")
    assert state_of(world, code) is State.RETURNED


def test_finish_without_a_file_is_refused_in_place(world, desk):
    code = world.bring(State.RECEIVED)
    world.finish_steps(code)
    refused = desk.send(world.officer("specialist"), code, "ket-thuc", note="Đã ký")
    assert refused.status_code == 422
    assert "Hãy đính kèm tệp kết quả" in text_of(refused)
    assert "Đã ký" in refused.content.decode()


def test_good_files_survive_a_bad_one(world, desk, as_user):
    code = world.bring(State.RECEIVED)
    world.finish_steps(code)
    user = world.officer("specialist")
    bad = SimpleUploadedFile("virus.pdf", b"MZ not a pdf")
    refused = desk.send(user, code, "ket-thuc", **{"tep-0": [pdf(), bad]})
    assert refused.status_code == 422
    assert "không thuộc loại được nhận" in text_of(refused)
    (token,) = hidden(refused, "giu-tep-0")
    assert "Kết quả.pdf" in text_of(refused)
    assert desk.send(user, code, "ket-thuc", **{"giu-tep-0": token}).status_code == 302
    assert world.dossier(code).documents.get(kind="result").name == "Kết quả.pdf"


def test_kept_file_can_be_taken_out_and_belongs_to_its_officer(world, desk):
    code = world.bring(State.RECEIVED)
    world.finish_steps(code)
    user = world.officer("specialist")
    refused = desk.send(user, code, "ket-thuc", **{"tep-0": [pdf(), SimpleUploadedFile("x.pdf", b"MZ")]})
    (token,) = hidden(refused, "giu-tep-0")
    assert desk.send(user, code, "ket-thuc", **{"giu-tep-0": token, "bo": token}).status_code == 422
    assert desk.send(world.officer("clerk"), code, "ket-thuc", **{"giu-tep-0": token}).status_code == 422
    assert desk.send(user, code, "ket-thuc", **{"giu-tep-0": f"{token}x"}).status_code == 422
    assert state_of(world, code) is State.PROCESSING


def test_pause_on_a_legal_ground_and_resume(world, desk):
    code = world.bring(State.PROCESSING)
    user = world.officer("specialist")
    assert desk.send(user, code, "tam-dung", reason="  ").status_code == 422
    desk.send(user, code, "tam-dung", reason="Công văn 5")
    assert world.dossier(code).is_paused
    assert world.dossier(code).clock.last().ground == "other_agency"
    assert state_of(world, code) is State.PROCESSING
    desk.send(user, code, "tiep-tuc", reason="Công văn 7")
    assert not world.dossier(code).is_paused


@pytest.mark.parametrize(
    ("before", "role", "slug", "after"),
    [
        (State.NEW, "reception", "tu-choi", State.REFUSED),
        (State.PROCESSING, "leader", "dung-xu-ly", State.STOPPED),
        (State.WITHDRAWN, "leader", "dung-xu-ly", State.STOPPED),
    ],
)
def test_grave_acts_need_a_reason(world, desk, before, role, slug, after):
    code = world.bring(before)
    user = world.officer(role)
    assert desk.send(user, code, slug, reason="   ").status_code == 422
    assert desk.send(user, code, slug, reason="Không đủ điều kiện").status_code == 302
    assert state_of(world, code) is after


def test_the_same_form_sent_twice_is_one_act(world, desk):
    code = world.bring(State.NEW)
    version = world.dossier(code).version
    for _ in range(2):
        answer = desk.send(world.officer("reception"), code, "tiep-nhan", key="one-form-shown-once", version=version)
        assert answer.status_code == 302
    assert world.dossier(code).version == version + 1


def test_somebody_else_was_faster(world, desk):
    code = world.bring(State.NEW)
    version = world.dossier(code).version
    world.act("check_document", code)
    refused = desk.send(world.officer("reception"), code, "tu-choi", version=version, reason="Sai thẩm quyền")
    assert refused.status_code == 409
    words = text_of(refused)
    assert "vừa được người khác cập nhật" in words
    assert "Một giấy tờ được kiểm tra: đạt" in words
    assert "Sai thẩm quyền" in words
    assert hidden(refused, "expected_version")[-1] == str(version + 1)
    assert state_of(world, code) is State.NEW


def test_what_was_typed_stays_readable_when_the_act_is_no_longer_possible(world, desk):
    code = world.bring(State.NEW)
    version = world.dossier(code).version
    world.act("accept", code)
    refused = desk.send(world.officer("reception"), code, "tu-choi", version=version, reason="Sai thẩm quyền")
    assert refused.status_code == 409
    words = text_of(refused)
    assert "Không còn thực hiện được" in words
    assert "Sai thẩm quyền" in words


def test_key_used_for_something_else_gets_a_new_one(world, desk):
    code, other = world.bring(State.NEW), world.bring(State.NEW)
    user = world.officer("reception")
    desk.send(user, other, "tiep-nhan", key="used-before-1")
    refused = desk.send(user, code, "tiep-nhan", key="used-before-1")
    assert refused.status_code == 409
    assert "used-before-1" not in hidden(refused, "key")


def test_acting_without_the_right_is_refused_in_words(world, desk):
    code = world.bring(State.NEW)
    refused = desk.send(world.officer("specialist"), code, "tiep-nhan")
    assert refused.status_code == 403
    assert "Bạn không có quyền" in text_of(refused)


@pytest.mark.parametrize(
    "data", [{"key": "x"}, {"version": "abc"}, {"version": "-1"}, {"document": "no"}, {"rows": "9" * 30}]
)
def test_forged_fields_never_break_the_page(world, desk, data):
    code = world.bring(State.NEW)
    for slug in ("kiem-tra", "yeu-cau-bo-sung", "tiep-nhan", "hoan-thanh-buoc"):
        assert desk.send(world.officer("reception"), code, slug, **data).status_code in {302, 403, 409, 422}


def test_image_as_result(world, desk):
    code = world.bring(State.RECEIVED)
    world.finish_steps(code)
    file = SimpleUploadedFile("ban-chup.png", image_bytes())
    assert desk.send(world.officer("specialist"), code, "ket-thuc", **{"tep-0": file}).status_code == 302


def test_a_wrong_document_is_not_asked_for_again_once_another_has_come(world, desk):
    code = world.bring(State.PROCESSING)
    user = world.officer("specialist")
    wrong = world.dossier(code).documents.get(requirement_key="d2")
    desk.send(user, code, "kiem-tra", document=wrong.pk, verdict="wrong", reason="Bản chụp bị mờ")
    assert hidden(desk.page(user, code), "item-0-title") == ["Giấy tờ tùy thân"]
    world.act("request_supplement", code)
    world.act("supplement", code)
    assert hidden(desk.page(user, code), "item-0-title") == []


def test_messages_lead_to_their_fields(world, desk):
    code = world.bring(State.PROCESSING)
    page = desk.send(world.officer("specialist"), code, "tam-dung", reason="").content.decode()
    page += desk.send(world.officer("leader"), code, "mien-phi", evidence="").content.decode()
    for target in ("tam-dung-reason", "mien-phi-evidence"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page
