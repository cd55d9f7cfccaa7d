"""What the API answers: shapes, units and meanings, which its document is made from."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class TokenAnswer(Schema):
    """A token and for how many seconds it serves (RFC 6749, section 5.1)."""

    access_token: str
    token_type: str = Field("Bearer", examples=["Bearer"])
    expires_in: int
    scope: str = Field(description="Các phần dữ liệu được đọc, cách nhau bằng dấu cách")


class TokenRefused(Schema):
    """Why no token is given (RFC 6749, section 5.2)."""

    error: str = Field(description="invalid_request, invalid_client, unsupported_grant_type hoặc invalid_scope")


class Caller(Schema):
    """Who one is to the API."""

    client: str
    name: str
    scopes: list[str]
    per_minute: int


class ProcedureRow(Schema):
    """A procedure in a list."""

    code: str = Field(examples=["1.001193"])
    name: str
    service_levels: list[str] = Field(description="full: dịch vụ công toàn trình; partial: một phần; none: tại quầy")
    fields: list[str]


class ProcedurePage(Schema):
    """A page of procedures; `total` of all that were asked for."""

    items: list[ProcedureRow]
    total: int


class Time(Schema):
    """A time: so many of a unit of law, never converted into another."""

    value: float
    unit: str = Field(description="working_day, working_hour, calendar_day, month, year")


class FeeItem(Schema):
    """A fee; `amount_vnd` in đồng, null where the amount is not one number and `note` says how."""

    name: str
    amount_vnd: int | None
    note: str


class ChannelItem(Schema):
    """A way to file, with its statutory time and the shorter one that the province has committed itself to."""

    channel: str = Field(description="online, direct, postal")
    time: Time | None
    committed: Time | None
    fees: list[FeeItem]


class DocumentItem(Schema):
    """A document of a dossier, with how many originals and copies."""

    name: str
    originals: int
    copies: int


class CaseItem(Schema):
    """A case of a procedure with its own documents and service level."""

    key: str
    name: str
    service_level: str
    documents: list[DocumentItem]


class ProcedureView(Schema):
    """A procedure as it is in force at a date."""

    code: str
    name: str
    version: int
    valid_from: date
    is_offered: bool = Field(description="Tỉnh có tiếp nhận thủ tục này không")
    fields: list[str]
    levels: list[str]
    cases: list[CaseItem]
    channels: list[ChannelItem]


class DossierItem(Schema):
    """A dossier as it stands now. No personal data: who filed it is not told."""

    code: str
    procedure_code: str
    procedure_version: int
    case_key: str
    service_level: str
    agency_code: str
    intake_agency_code: str
    channel: str
    owner_kind: str
    state: int = Field(description="Trạng thái, mã quốc gia 1–10")
    is_open: bool
    is_paused: bool
    money: str
    supplement_count: int
    rating: int | None
    submitted_at: datetime
    receive_by: datetime | None
    received_at: datetime | None
    promised_at: datetime | None
    due_at: datetime | None = Field(description="Hạn trả đang có hiệu lực; trống khi tạm dừng hoặc chưa tiếp nhận")
    warn_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    returned_at: datetime | None
    handover: str
    submitted_month: date = Field(description="Ngày đầu của tháng nộp, giờ Việt Nam")
    finished_month: date | None = Field(description="Ngày đầu của tháng có kết quả, giờ Việt Nam")
    is_on_time: bool | None = Field(description="Đúng hạn hay không có hạn; trống khi chưa có kết quả")
    office_minutes: int | None = Field(description="Phút làm việc đã dùng, của hồ sơ đã có kết quả")
    version: int = Field(description="Số sự kiện đã xảy ra với hồ sơ")


class DossierPage(Schema):
    """A page of dossiers, the newest first; `next_cursor` is null on the last."""

    items: list[DossierItem]
    next_cursor: str | None


class EventItem(Schema):
    """Something that happened to a dossier; `seq` counts its events from 1 without a gap."""

    code: str
    seq: int
    kind: str
    at: datetime
    agency_code: str
    procedure_code: str
    from_state: int | None
    to_state: int


class EventPage(Schema):
    """Events since a cursor; the new one is to be kept and sent next time. A page may be empty before the end."""

    items: list[EventItem]
    cursor: str
    is_last: bool = Field(description="Hiện không còn sự kiện nào sau con trỏ này")
