"""What each paper says: from a matter and what the act adds to it, the blocks and signatures of a sheet. Pure.

Fields as the printed forms of the two circulars hold them (DOMAIN §3.3); the sentences are ours. Vietnamese by law,
therefore not translated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haidang.dossiers.papers import amounts, words
from haidang.dossiers.papers.kinds import FormSet, Kind
from haidang.dossiers.papers.matter import Matter, Office
from haidang.dossiers.papers.sheet import Column, Facts, Signature, Table, Text, facts

BY_HAND = "(Ký và ghi rõ họ tên)"
Block = Facts | Text | Table


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper about to be written: about what, by which agency and forms, and what the act adds.

    `signer_lines` stand above the name of one who signs for the agency; there are none where he signs for himself.
    """

    matter: Matter
    office: Office
    forms: FormSet
    signer_name: str
    signer_lines: tuple[str, ...]
    at: datetime
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """What is different from paper to paper."""

    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    about: str = ""
    """A line below the title: the dossier's code, and which of several such papers this is."""
    recipients: tuple[str, ...] = field(default=())


def _owner(draft: Draft, *, label: str) -> Facts:
    matter = draft.matter
    elsewhere = matter.competent if matter.competent != matter.desk else ""
    return facts(
        (label, matter.owner_name),
        ("Địa chỉ", matter.address),
        ("Số điện thoại", matter.phone),
        ("Email", matter.email),
        ("Số định danh/căn cước/mã số thuế", matter.owner_id_masked),
        ("Nội dung yêu cầu giải quyết", matter.procedure_name),
        ("Cơ quan giải quyết", elsewhere),
    )


def _by_person(draft: Draft, title: str, *, with_owner: bool) -> tuple[Signature, ...]:
    """Whoever acted signs; on paper the applicant signs beside him, online nobody signs for the applicant."""
    officer = Signature((title,), draft.signer_name, BY_HAND)
    if draft.matter.is_online or not with_owner:
        return (officer,)
    return (Signature(("NGƯỜI NỘP HỒ SƠ",), "", BY_HAND), officer)


def _for_agency(draft: Draft) -> tuple[Signature, ...]:
    titles = draft.signer_lines
    # One who signs for himself alone says what he is: the officer in charge of the dossier.
    return (Signature(titles or ("NGƯỜI THỤ LÝ HỒ SƠ",), draft.signer_name, "" if titles else BY_HAND),)


def _desk(draft: Draft) -> Text:
    return Text(f"{draft.forms.desk} – {draft.matter.desk}", "strong")


def _receipt(draft: Draft) -> Body:
    matter = draft.matter
    due = words.moment(matter.due_at) if matter.due_at else ""
    received = words.moment(matter.received_at or draft.at)
    return Body(
        blocks=(
            _desk(draft),
            _owner(draft, label="Tiếp nhận hồ sơ của"),
            Text("1. Thành phần hồ sơ nộp gồm:", "heading"),
            _handed_in(matter),
            facts(
                ("2. Số lượng hồ sơ", "01 bộ"),
                ("3. Thời gian giải quyết hồ sơ theo quy định", matter.term),
                ("4. Thời gian nhận hồ sơ", received),
                ("5. Thời gian trả kết quả giải quyết hồ sơ", due),
            ),
        ),
        signatures=_by_person(draft, "NGƯỜI TIẾP NHẬN HỒ SƠ", with_owner=True),
        about=f"Mã hồ sơ: {matter.code}",
    )


def _handed_in(matter: Matter) -> Block:
    if not matter.handed:
        return Text("Không có giấy tờ kèm theo.")
    first = (Column("TT", 0, "center"), Column("Tên giấy tờ", 1))
    if matter.is_online:
        columns = (*first, Column("Hình thức", 0, "center"))
        rows = [(str(number), item.title, "Bản điện tử") for number, item in enumerate(matter.handed, 1)]
        return Table(columns, tuple(rows))
    counted = [(str(number), item.title, item.originals, item.copies) for number, item in enumerate(matter.handed, 1)]
    return Table((*first, Column("Bản chính", 0, "center"), Column("Bản sao", 0, "center")), tuple(counted))


def _supplement(draft: Draft) -> Body:
    details = draft.details
    rows = tuple((str(at), item["title"], item["reason"]) for at, item in enumerate(details["items"], 1))
    return Body(
        blocks=(
            _desk(draft),
            _owner(draft, label="Hồ sơ của Ông/Bà, tổ chức"),
            Text("Đề nghị Ông/Bà, tổ chức bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:"),
            Table(
                (
                    Column("TT", 0, "center"),
                    Column("Giấy tờ, nội dung cần bổ sung", 1),
                    Column("Lý do, cách khắc phục", 1.2),
                ),
                rows,
            ),
            facts(("Hướng dẫn", details["reason"])),
            Text(_clock_words(details)),
            _contact(draft, "hoàn thiện hồ sơ"),
        ),
        signatures=_by_person(draft, "NGƯỜI HƯỚNG DẪN", with_owner=False),
        about=f"Lần thứ {details['number']} – Mã hồ sơ: {draft.matter.code}",
    )


def _clock_words(details: Mapping[str, Any]) -> str:
    if not details["is_received"]:
        return "Hồ sơ được xem xét tiếp nhận ngay sau khi đã bổ sung đủ."
    if details["clock_runs"]:
        return "Thời hạn giải quyết hồ sơ vẫn được tính trong thời gian chờ bổ sung."
    return "Thời hạn giải quyết hồ sơ tạm dừng kể từ khi yêu cầu và tiếp tục được tính khi hồ sơ đã được bổ sung."


def _contact(draft: Draft, what: str) -> Text:
    return Text(
        f"Khi cần hướng dẫn về việc {what}, Ông/Bà, tổ chức liên hệ {draft.signer_name}, {draft.office.name}, "
        "hoặc xem tình trạng hồ sơ theo mã QR ở góc trên bên trái."
    )


def _refusal(draft: Draft) -> Body:
    matter = draft.matter
    return Body(
        blocks=(
            _desk(draft),
            _owner(draft, label="Hồ sơ của Ông/Bà, tổ chức"),
            facts(
                ("Thời gian nộp hồ sơ", words.moment(matter.submitted_at)),
                ("Số giấy tờ đã nộp", f"{len(matter.handed):02d}"),
            ),
            Text("Hồ sơ không được tiếp nhận giải quyết vì lý do sau:"),
            Text(draft.details["reason"]),
            _contact(draft, "nộp lại hồ sơ hoặc chọn thủ tục phù hợp"),
        ),
        signatures=_by_person(draft, "NGƯỜI TỪ CHỐI TIẾP NHẬN", with_owner=True),
        about=f"Mã hồ sơ: {matter.code}",
    )


def _apology(draft: Draft) -> Body:
    matter, details = draft.matter, draft.details
    received = words.moment(matter.received_at) if matter.received_at else ""
    before, after = words.moment(details["due_before"]), words.moment(details["due_after"])
    is_extension = draft.forms.key != "tt01-2018"
    promise = (
        f"{draft.office.name} chân thành xin lỗi Ông/Bà, tổ chức vì sự chậm trễ này và "
        f"{'đề nghị gia hạn thời gian giải quyết' if is_extension else 'hẹn lại ngày trả kết quả'} "
        f"thêm {details['days']:02d} ngày làm việc, đến {after}."
    )
    return Body(
        blocks=(
            Text(f"Kính gửi: {matter.owner_name}", "centre"),
            facts(("Địa chỉ", matter.address), ("Số điện thoại", matter.phone), ("Email", matter.email)),
            Text(
                f"{draft.office.name} đã tiếp nhận hồ sơ mã số {matter.code} của Ông/Bà, tổ chức lúc {received}, "
                f"hẹn trả kết quả lúc {before}."
            ),
            facts(("Nội dung yêu cầu giải quyết", matter.procedure_name)),
            Text("Đến nay hồ sơ chưa giải quyết xong vì lý do sau:"),
            Text(details["reason"]),
            facts(("Đơn vị chịu trách nhiệm", details["unit"])),
            Text(promise),
            Text("Rất mong nhận được sự thông cảm của Ông/Bà, tổ chức."),
        ),
        signatures=_for_agency(draft),
        about=f"Mã hồ sơ: {matter.code}",
        recipients=("Như trên;", f"{draft.forms.desk};", "Lưu: VT, hồ sơ."),
    )


def _stop(draft: Draft) -> Body:
    matter, details = draft.matter, draft.details
    received = words.moment(matter.received_at) if matter.received_at else ""
    what = (
        "Theo yêu cầu rút hồ sơ của Ông/Bà, tổ chức, cơ quan dừng giải quyết hồ sơ."
        if details["is_withdrawn"]
        else "Cơ quan dừng giải quyết hồ sơ vì lý do sau:"
    )
    return Body(
        blocks=(
            Text(f"Kính gửi: {matter.owner_name}", "centre"),
            facts(
                ("Địa chỉ", matter.address),
                ("Số điện thoại", matter.phone),
                ("Email", matter.email),
                ("Nội dung yêu cầu giải quyết", matter.procedure_name),
                ("Thời gian nộp hồ sơ", words.moment(matter.submitted_at)),
                ("Thời gian nhận hồ sơ", received),
                ("Dừng giải quyết kể từ", words.moment(draft.at)),
            ),
            Text(what),
            Text(details["reason"]),
            _contact(draft, "nhận lại giấy tờ hoặc nộp hồ sơ mới"),
        ),
        signatures=_for_agency(draft),
        about=f"Mã hồ sơ: {matter.code}",
        recipients=("Như trên;", f"{draft.forms.desk};", "Lưu: VT, hồ sơ."),
    )


def _fee_receipt(draft: Draft) -> Body:
    matter, details = draft.matter, draft.details
    rows = tuple(
        (str(at), line["name"], amounts.dong(line["total_vnd"])) for at, line in enumerate(details["lines"], 1)
    )
    columns = (Column("TT", 0, "center"), Column("Khoản thu", 1), Column("Số tiền", 0, "center"))
    total = details["amount_vnd"]
    return Body(
        blocks=(
            facts(
                ("Người nộp", matter.owner_name),
                ("Địa chỉ", matter.address),
                ("Số định danh/căn cước/mã số thuế", matter.owner_id_masked),
                ("Nội dung", matter.procedure_name),
            ),
            Table(columns, rows),
            facts(
                ("Tổng số tiền", amounts.dong(total)),
                ("Số tiền bằng chữ", amounts.dong_in_words(total)),
                ("Hình thức nộp", details["method"]),
                ("Số chứng từ", details["reference"]),
                ("Thời gian nộp", words.moment(draft.at)),
            ),
        ),
        signatures=() if details["is_online"] else _by_person(draft, "NGƯỜI THU TIỀN", with_owner=False),
        about=f"Mã hồ sơ: {matter.code}",
    )


BODIES: dict[Kind, Callable[[Draft], Body]] = {
    Kind.RECEIPT: _receipt,
    Kind.SUPPLEMENT: _supplement,
    Kind.REFUSAL: _refusal,
    Kind.APOLOGY: _apology,
    Kind.STOP: _stop,
    Kind.FEE_RECEIPT: _fee_receipt,
}
