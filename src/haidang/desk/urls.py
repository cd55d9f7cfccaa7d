"""URLs of the desk, below /mot-cua/."""

from django.urls import path

from haidang.desk import converters  # noqa: F401  registers <desk_dossier:code>
from haidang.desk.action_table import ACTIONS
from haidang.desk.views import delegations, dossier, lists, papers, places, reception

app_name = "desk"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("tim-kiem/", lists.search, name="search"),
    path("theo-noi-nop/", places.places, name="places"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<int:delegation_id>/ket-thuc/", delegations.end_delegation, name="end_delegation"),
    path("tiep-nhan/", reception.choose, name="reception"),
    path("tiep-nhan/<str:procedure_code>/", reception.case, name="reception_case"),
    path("tiep-nhan/<str:procedure_code>/ho-so/", reception.entry, name="reception_entry"),
    path("ho-so/<desk_dossier:code>/", dossier.dossier, name="dossier"),
    path("ban-giao/", papers.handing_over, name="handing_over"),
    path("ho-so/<desk_dossier:code>/giay-hen/", papers.receipt, name="receipt"),
    path("ho-so/<desk_dossier:code>/giay/<int:paper_id>/", papers.paper, name="paper"),
    path("ho-so/<desk_dossier:code>/giay/<int:paper_id>.pdf", papers.paper_pdf, name="paper_pdf"),
    path("ho-so/<desk_dossier:code>/phieu-kiem-soat.pdf", papers.control, name="control"),
    path("tep/<uuid:document_id>/", papers.document, name="document"),
    *[path(f"ho-so/<desk_dossier:code>/{slug}/", dossier.act, {"slug": slug}, name=f"act_{slug}") for slug in ACTIONS],
]
