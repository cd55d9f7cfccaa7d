"""The door of `notifications`: telling people, their inbox and choices, texts, and what became of each message."""

from haidang.notifications.audit import verify
from haidang.notifications.channels import LEAVING, Channel
from haidang.notifications.delivery import deliver
from haidang.notifications.devices import SubscriptionRefused, device_count, forget, subscribe
from haidang.notifications.inbox import letter_count, letters, mark_read, unread
from haidang.notifications.kinds import LANGUAGES, Kind, Placeholder, Text, kind_of, kinds, read_texts, register
from haidang.notifications.mailbox import captured
from haidang.notifications.models import CapturedMessage, Delivery, Letter, MessageTemplate, State
from haidang.notifications.operating import (
    DeliveryNotFound,
    Figures,
    WrongState,
    deliveries,
    figures,
    give_up,
    masked,
    retry,
    retry_failed,
)
from haidang.notifications.past import telling_only_since
from haidang.notifications.preferences import Chosen, choose, chosen_by
from haidang.notifications.providers import has_any, is_captured, standings
from haidang.notifications.queue import Push, push
from haidang.notifications.quiet import Quiet
from haidang.notifications.receipts import ReceiptRefused, receive
from haidang.notifications.telling import News, Recipient, tell
from haidang.notifications.templates import (
    Numbered,
    TemplateNotFound,
    Texts,
    declared_kind,
    history,
    may_manage,
    publish_text,
)
from haidang.notifications.vapid import public_key
from haidang.notifications.wording import WITH_SUBJECT, fill, longest, problems

__all__ = [
    "LANGUAGES",
    "LEAVING",
    "WITH_SUBJECT",
    "CapturedMessage",
    "Channel",
    "Chosen",
    "Delivery",
    "DeliveryNotFound",
    "Figures",
    "Kind",
    "Letter",
    "MessageTemplate",
    "News",
    "Numbered",
    "Placeholder",
    "Push",
    "Quiet",
    "ReceiptRefused",
    "Recipient",
    "State",
    "SubscriptionRefused",
    "TemplateNotFound",
    "Text",
    "Texts",
    "WrongState",
    "captured",
    "choose",
    "chosen_by",
    "declared_kind",
    "deliver",
    "deliveries",
    "device_count",
    "figures",
    "fill",
    "forget",
    "give_up",
    "has_any",
    "history",
    "is_captured",
    "kind_of",
    "kinds",
    "letter_count",
    "letters",
    "longest",
    "mark_read",
    "masked",
    "may_manage",
    "problems",
    "public_key",
    "publish_text",
    "push",
    "read_texts",
    "receive",
    "register",
    "retry",
    "retry_failed",
    "standings",
    "subscribe",
    "tell",
    "telling_only_since",
    "unread",
    "verify",
]
