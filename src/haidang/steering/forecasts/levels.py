"""By what dossiers are compared, from the broadest group to the narrowest, and how people call these groups."""

from django.utils.translation import gettext_lazy as _

from haidang.insight.api import Level

STEP, PROCEDURE, PLACE = "step", "procedure", "place"
LEVELS = (
    Level("all", ()),
    Level("step", (STEP,)),
    Level("procedure", (PROCEDURE, STEP)),
    Level("agency", (PROCEDURE, STEP, PLACE)),
    Level("load", (PROCEDURE, STEP, PLACE, "load")),
)
LEVEL_LABELS = {
    "all": _("mọi thủ tục, mọi bước, mọi cơ quan"),
    "step": _("cùng bước, mọi thủ tục, mọi cơ quan"),
    "procedure": _("cùng thủ tục, cùng bước, mọi cơ quan"),
    "agency": _("cùng thủ tục, cùng bước, cùng cơ quan"),
    "load": _("cùng thủ tục, cùng bước, cùng cơ quan, khi cơ quan có khối lượng việc tương tự"),
}
