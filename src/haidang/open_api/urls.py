"""URLs for programs, below /api/."""

from django.urls import include, path

from haidang.open_api.routes import api
from haidang.open_api.views import receipts

# The API names its own addresses (`open_api`); what providers of messages call is none of its.
RECEIPTS = [path("<str:provider>/", receipts.message_receipt, name="message_receipt")]
urlpatterns = [
    path("v1/", api.urls),
    path("message-receipts/", include((RECEIPTS, "providers"))),
]
