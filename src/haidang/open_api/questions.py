"""What the API may be asked: parameters, their limits and meanings."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

TEXT = r"^[^\x00]*$"
"""Any text but the character nought, which no database keeps."""


class TokenRequest(Schema):
    """The form of RFC 6749, section 4.4.2."""

    grant_type: Literal["client_credentials"]
    client_id: str = Field("", pattern=TEXT, max_length=60)
    client_secret: str = Field("", pattern=TEXT, max_length=200)
    scope: str = Field("", pattern=TEXT, max_length=200, description="Một phần các phạm vi được cấp")


class ProcedureQuestion(Schema):
    """Which procedures."""

    q: str = Field("", pattern=TEXT, max_length=200, description="Từ khóa, có dấu hay không dấu")
    agency: str = Field("", pattern=TEXT, max_length=40, description="Mã cơ quan thực hiện")
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=100_000)


class ProcedureDay(Schema):
    """As of which day."""

    on: date | None = Field(None, description="Ngày mà thủ tục có hiệu lực; mặc định hôm nay")


class DossierQuestion(Schema):
    """Which dossiers."""

    agency: str = Field("", pattern=TEXT, max_length=40, description="Mã cơ quan có thẩm quyền")
    procedure: str = Field("", pattern=TEXT, max_length=40)
    state: int | None = Field(None, ge=1, le=10, description="Trạng thái, mã quốc gia 1–10")
    submitted_from: AwareDatetime | None = None
    submitted_before: AwareDatetime | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", pattern=TEXT, max_length=500, description="next_cursor của trang trước")


class EventQuestion(Schema):
    """Events since when."""

    cursor: str = Field("", pattern=TEXT, max_length=4_000, description="cursor của lần gọi trước; để trống: từ đầu")
    limit: int = Field(500, ge=1, le=2_000, description="Xem bao nhiêu dòng nhật ký mỗi lần")
