"""The three places of a dossier: who helped, where it is handed in, who decides; and which of them are possible."""

from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.errors import Invalid
from haidang.identity import api as identity


class Place(StrEnum):
    """What an agency is to a dossier."""

    HELP = "help"
    INTAKE = "intake"
    COMPETENT = "competent"


PLACE_LABELS = {
    Place.HELP: _("Nơi hỗ trợ"),
    Place.INTAKE: _("Nơi tiếp nhận và trả kết quả"),
    Place.COMPETENT: _("Cơ quan giải quyết"),
}


def is_intake_free(on: date) -> bool:
    """Whether a dossier may be handed in, and its result fetched, at any agency of the province."""
    return on >= settings.INTAKE_ANYWHERE_FROM


def check_places(*, agency_id: int, intake_agency_id: int | None, help_agency_id: int | None, on: date) -> None:
    """Refuses a place of intake or help that is no agency at `on`, or an intake elsewhere before that was allowed."""
    known = {agency.id for agency in identity.agencies(on)}
    if intake_agency_id not in {None, agency_id}:
        if intake_agency_id not in known:
            raise Invalid(_("Không có cơ quan tiếp nhận này. Hãy chọn nơi nộp hồ sơ khác."), field="intake_agency")
        if not is_intake_free(on):
            raise Invalid(
                _("Vào ngày này hồ sơ chỉ nộp được tại cơ quan giải quyết. Hãy chọn lại nơi tiếp nhận."),
                field="intake_agency",
            )
    if help_agency_id is not None and help_agency_id not in known:
        raise Invalid(_("Không có cơ quan hỗ trợ này. Hãy chọn nơi hỗ trợ khác."), field="help_agency")
