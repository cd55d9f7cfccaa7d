"""The door of `dossiers`: verbs, questions, enums and errors."""

from haidang.dossiers import for_systems
from haidang.dossiers.access import allowed_commands, visible_to
from haidang.dossiers.as_of import AsOf, as_of
from haidang.dossiers.askable import Askable, askable
from haidang.dossiers.audit import Audit, fault_words, verify
from haidang.dossiers.board import door as boards
from haidang.dossiers.charging import FeeChoice, tariffs
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
from haidang.dossiers.fee_sheet import FeeSheet, fee_sheet
from haidang.dossiers.fee_tables import BY_HAND, FeeReceipt, FeeRequest
from haidang.dossiers.fees import Entered, Money, Relief, Tariff
from haidang.dossiers.histories import Ending, History, histories
from haidang.dossiers.kernel import Receipt
from haidang.dossiers.labels import (
    CHANNEL_LABELS,
    COMMAND_LABELS,
    GROUND_LABELS,
    MONEY_LABELS,
    RATING_LABELS,
    STATE_LABELS,
    dong_words,
    term_words,
)
from haidang.dossiers.lifecycle import OPEN, Command, State
from haidang.dossiers.models import Document, Dossier, Rating
from haidang.dossiers.office.board import NOBODY, Board, board, hand_over
from haidang.dossiers.office.group import (
    GROUP_LABELS,
    Details,
    GroupAction,
    GroupOrder,
    Item,
    Outcome,
    group,
)
from haidang.dossiers.office.group import MOST as GROUP_MOST
from haidang.dossiers.office.standings import OpenStep, people_for, step_choices
from haidang.dossiers.office.waiting import HOLDER_LABELS, Holder
from haidang.dossiers.online import OnlinePayment, online_payment
from haidang.dossiers.online_share import Charged, OnlineShare, charged, online_share
from haidang.dossiers.papers.control import control_slip
from haidang.dossiers.papers.kinds import Kind as PaperKind
from haidang.dossiers.papers.pdf import draw as draw_paper
from haidang.dossiers.papers.registry import (
    Paper,
    PaperRow,
    PublicPaper,
    paper_for,
    receipt_of,
    verification_code,
    verify_paper,
)
from haidang.dossiers.papers.results import Handing, handings, results_list
from haidang.dossiers.papers.sheet import Sheet
from haidang.dossiers.papers.signing import Signer
from haidang.dossiers.place_counts import PlaceCount, counts_by_place, rows_at_place
from haidang.dossiers.places import PLACE_LABELS, Place, is_intake_free
from haidang.dossiers.progress import Progress, progress
from haidang.dossiers.promise import Promise
from haidang.dossiers.queue import LIMIT as QUEUE_LIMIT
from haidang.dossiers.queue import TASK_LABELS, Queue, Task, queue
from haidang.dossiers.reports import door as reports
from haidang.dossiers.risk import Risk, risk
from haidang.dossiers.selectors import (
    PublicView,
    Row,
    View,
    as_rows,
    document_for,
    mine,
    public_view,
    search_for_officer,
    view,
)
from haidang.dossiers.services.closing import HANDOVERS, finish, rate, return_result, stop, withdraw
from haidang.dossiers.services.fee_receipts import cancel_receipt, collect_fee, record_payment
from haidang.dossiers.services.fee_requests import request_payment, retract_fee, waive_fee
from haidang.dossiers.services.intake import Filing, Owner, accept, check_document, reject, submit
from haidang.dossiers.services.office import assign, claim, note, release
from haidang.dossiers.services.process import (
    Moved,
    fire_timer,
    fire_timers,
    migrate_many,
    migrate_process,
    movable_to,
    recall,
    return_step,
)
from haidang.dossiers.services.processing import complete_step, pause, resume
from haidang.dossiers.services.reappointing import NewDate, reappoint
from haidang.dossiers.services.supplement import MissingItem, request_supplement, supplement
from haidang.dossiers.stretches import StepStretch, Stretch, stretches
from haidang.dossiers.timeline import Line
from haidang.dossiers.traces import Happening, Mark, Trace, traces, traces_of

__all__ = [
    "BY_HAND",
    "CHANNEL_LABELS",
    "COMMAND_LABELS",
    "GROUND_LABELS",
    "GROUP_LABELS",
    "GROUP_MOST",
    "HANDOVERS",
    "HOLDER_LABELS",
    "MONEY_LABELS",
    "NOBODY",
    "OPEN",
    "PLACE_LABELS",
    "QUEUE_LIMIT",
    "RATING_LABELS",
    "STATE_LABELS",
    "TASK_LABELS",
    "AsOf",
    "Askable",
    "Audit",
    "Board",
    "Charged",
    "Command",
    "Conflict",
    "Details",
    "Document",
    "Dossier",
    "DossierCode",
    "DossierNotFound",
    "DraftView",
    "Effects",
    "Ending",
    "Entered",
    "FeeChoice",
    "FeeReceipt",
    "FeeRequest",
    "FeeSheet",
    "Filing",
    "Ground",
    "GroupAction",
    "GroupOrder",
    "Handing",
    "Handover",
    "Happening",
    "History",
    "Holder",
    "Invalid",
    "Item",
    "Line",
    "Mark",
    "MissingItem",
    "Money",
    "Moved",
    "NewDate",
    "NotAllowed",
    "OnlinePayment",
    "OnlineShare",
    "OpenStep",
    "Outcome",
    "Owner",
    "Paper",
    "PaperKind",
    "PaperRow",
    "Place",
    "PlaceCount",
    "Progress",
    "Promise",
    "PublicPaper",
    "PublicView",
    "Queue",
    "Rating",
    "Receipt",
    "Relief",
    "Risk",
    "Row",
    "Sheet",
    "Sight",
    "Signer",
    "State",
    "StepStretch",
    "Stretch",
    "Tariff",
    "Task",
    "Trace",
    "Upload",
    "View",
    "WrongState",
    "accept",
    "allowed_commands",
    "as_of",
    "as_rows",
    "askable",
    "assign",
    "attach_to_draft",
    "board",
    "boards",
    "cancel_receipt",
    "charged",
    "check_document",
    "claim",
    "collect_fee",
    "complete_step",
    "control_slip",
    "counts_by_place",
    "delete_draft",
    "detach_from_draft",
    "document_for",
    "dong_words",
    "draft_of",
    "drafts_of",
    "draw_paper",
    "effects",
    "fault_words",
    "fee_sheet",
    "finish",
    "fire_timer",
    "fire_timers",
    "for_systems",
    "group",
    "hand_over",
    "handings",
    "histories",
    "is_intake_free",
    "migrate_many",
    "migrate_process",
    "mine",
    "movable_to",
    "note",
    "online_payment",
    "online_share",
    "paper_for",
    "parse_code",
    "pause",
    "people_for",
    "progress",
    "public_view",
    "queue",
    "rate",
    "reappoint",
    "recall",
    "receipt_of",
    "record_payment",
    "rehearsal",
    "reject",
    "release",
    "reports",
    "request_payment",
    "request_supplement",
    "results_list",
    "resume",
    "retract_fee",
    "return_result",
    "return_step",
    "risk",
    "rows_at_place",
    "save_draft",
    "search_for_officer",
    "start_draft",
    "state_words",
    "step_choices",
    "stop",
    "stretches",
    "submit",
    "submit_draft",
    "supplement",
    "tariffs",
    "term_words",
    "traces",
    "traces_of",
    "verification_code",
    "verify",
    "verify_paper",
    "view",
    "visible_to",
    "waive_fee",
    "withdraw",
]
