"""URLs for programs, below /api/."""

from django.urls import path

from haidang.open_api.views import receipts

app_name = "open_api"
urlpatterns = [
    path("message-receipts/<str:provider>/", receipts.message_receipt, name="message_receipt"),
]
