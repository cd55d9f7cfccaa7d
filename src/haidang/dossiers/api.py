"""The door of `dossiers`: verbs, questions, enums and errors."""

from haidang.dossiers.access import allowed_commands, visible_to
from haidang.dossiers.audit import Audit, fault_words, verify
from haidang.dossiers.codes import DossierCode
from haidang.dossiers.codes import parse as parse_code
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.documents import Upload
from haidang.dossiers.drafts import (
    DraftView,
    attach_to_draft,
    delete_draft,
    detach_from_draft,
    draft_of,
    drafts_of,
    save_draft,
    start_draft,
    submit_draft,
)
from haidang.dossiers.effects import Effects, Handover, Sight, effects, rehearsal, state_words
from haidang.dossiers.errors import Conflict, DossierNotFound, Invalid, NotAllowed, WrongState
from haidang.dossiers.kernel import Receipt
from haidang.dossiers.labels import (
    CHANNEL_LABELS,
    COMMAND_LABELS,
    GROUND_LABELS,
    RATING_LABELS,
    STATE_LABELS,
)
from haidang.dossiers.lifecycle import OPEN, Command, State
from haidang.dossiers.models import Document, Dossier, Rating
from haidang.dossiers.place_counts import PlaceCount, counts_by_place, rows_at_place
from haidang.dossiers.places import PLACE_LABELS, Place, is_intake_free
from haidang.dossiers.promise import Promise
from haidang.dossiers.queue import LIMIT as QUEUE_LIMIT
from haidang.dossiers.queue import TASK_LABELS, Queue, Task, queue
from haidang.dossiers.reports import door as reports
from haidang.dossiers.risk import Risk, risk
from haidang.dossiers.selectors import (
    PublicView,
    Row,
    View,
    document_for,
    mine,
    public_view,
    search_for_officer,
    view,
)
from haidang.dossiers.services.closing import HANDOVERS, finish, rate, return_result, stop, withdraw
from haidang.dossiers.services.intake import Filing, Owner, accept, check_document, reject, submit
from haidang.dossiers.services.processing import complete_step, pause, resume
from haidang.dossiers.services.supplement import MissingItem, request_supplement, supplement
from haidang.dossiers.slip import Slip, slip, slip_pdf
from haidang.dossiers.timeline import Line

__all__ = [
    "CHANNEL_LABELS",
    "COMMAND_LABELS",
    "GROUND_LABELS",
    "HANDOVERS",
    "OPEN",
    "PLACE_LABELS",
    "QUEUE_LIMIT",
    "RATING_LABELS",
    "STATE_LABELS",
    "TASK_LABELS",
    "Audit",
    "Command",
    "Conflict",
    "Document",
    "Dossier",
    "DossierCode",
    "DossierNotFound",
    "DraftView",
    "Effects",
    "Filing",
    "Ground",
    "Handover",
    "Invalid",
    "Line",
    "MissingItem",
    "NotAllowed",
    "Owner",
    "Place",
    "PlaceCount",
    "Promise",
    "PublicView",
    "Queue",
    "Rating",
    "Receipt",
    "Risk",
    "Row",
    "Sight",
    "Slip",
    "State",
    "Task",
    "Upload",
    "View",
    "WrongState",
    "accept",
    "allowed_commands",
    "attach_to_draft",
    "check_document",
    "complete_step",
    "counts_by_place",
    "delete_draft",
    "detach_from_draft",
    "document_for",
    "draft_of",
    "drafts_of",
    "effects",
    "fault_words",
    "finish",
    "is_intake_free",
    "mine",
    "parse_code",
    "pause",
    "public_view",
    "queue",
    "rate",
    "rehearsal",
    "reject",
    "reports",
    "request_supplement",
    "resume",
    "return_result",
    "risk",
    "rows_at_place",
    "save_draft",
    "search_for_officer",
    "slip",
    "slip_pdf",
    "start_draft",
    "state_words",
    "stop",
    "submit",
    "submit_draft",
    "supplement",
    "verify",
    "view",
    "visible_to",
    "withdraw",
]
