"""What the API may be asked: parameters, their limits and meanings."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from haidang.platform.text import is_storable


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("characters that no text has")
    return text


Storable = AfterValidator(_storable)
"""Refuses text that no database keeps, such as the character nought."""


Text = Annotated[str, Storable]


class TokenRequest(Schema):
    """The form of RFC 6749, section 4.4.2."""

    grant_type: Text = Field("", max_length=60, examples=["client_credentials"])
    client_id: Text = Field("", max_length=60)
    client_secret: Text = Field("", max_length=200)
    scope: Text = Field("", max_length=200, description="Một phần các phạm vi được cấp, cách nhau bằng dấu cách")


class ProcedureQuestion(Schema):
    """Which procedures."""

    q: Text = Field("", max_length=200, description="Từ khóa, có dấu hay không dấu")
    agency: Text = Field("", max_length=40, description="Mã cơ quan thực hiện, theo QĐ 20/2020 hoặc QCVN 102")
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=100_000)


class ProcedureDay(Schema):
    """As of which day."""

    on: date | None = Field(None, description="Ngày mà thủ tục có hiệu lực; mặc định hôm nay")


class DossierQuestion(Schema):
    """Which dossiers."""

    agency: Text = Field("", max_length=40, description="Mã cơ quan có thẩm quyền")
    procedure: Text = Field("", max_length=40)
    state: int | None = Field(None, ge=1, le=10, description="Trạng thái, mã quốc gia 1–10")
    submitted_from: AwareDatetime | None = None
    submitted_before: AwareDatetime | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: Text = Field("", max_length=500, description="next_cursor của trang trước")


class EventQuestion(Schema):
    """Events since when."""

    cursor: Text = Field("", max_length=4_000, description="cursor của lần gọi trước; để trống: từ đầu")
    limit: int = Field(500, ge=1, le=2_000, description="Xem bao nhiêu dòng nhật ký mỗi lần")
