"""URLs of the room."""

from django.urls import path, register_converter

from haidang.portal.converters import DossierCode, ProcedureCode
from haidang.portal.views import (
    accounts,
    acts,
    documents,
    dossiers,
    drafts,
    filing,
    home,
    letters,
    look_up,
    payments,
    procedures,
    verify,
)

register_converter(ProcedureCode, "procedure")
register_converter(DossierCode, "dossier")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/thong-ke/", home.counts, name="counts"),
    path("thu-tuc/linh-vuc/", home.fields, name="fields"),
    path("thu-tuc/co-quan/", home.agencies, name="agencies"),
    path("thu-tuc/<procedure:code>/", procedures.procedure, name="procedure"),
    path("thu-tuc/<procedure:code>/nop/", filing.choose, name="choose"),
    path("tra-cuu/", look_up.look_up, name="look_up"),
    path("dang-nhap/", accounts.SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", accounts.SignOut.as_view(), name="sign_out"),
    path("dang-ky/", accounts.sign_up, name="sign_up"),
    path("sau-dang-nhap/", accounts.after_sign_in, name="after_sign_in"),
    path("ho-so/", dossiers.my_dossiers, name="my_dossiers"),
    path("ho-so/nhap/<uuid:draft_id>/to-khai/", filing.answers, name="draft_form"),
    path("ho-so/nhap/<uuid:draft_id>/giay-to/", documents.documents, name="draft_documents"),
    path("ho-so/nhap/<uuid:draft_id>/xem-lai/", filing.review, name="draft_review"),
    path("ho-so/nhap/<uuid:draft_id>/xoa/", drafts.delete, name="draft_delete"),
    path("ho-so/<dossier:code>/", dossiers.dossier, name="dossier"),
    path("ho-so/<dossier:code>/bo-sung/", acts.supplement, name="supplement"),
    path("ho-so/<dossier:code>/rut/", acts.withdraw, name="withdraw"),
    path("ho-so/<dossier:code>/danh-gia/", acts.rate, name="rate"),
    path("ho-so/<dossier:code>/giay-hen/", dossiers.receipt, name="receipt"),
    path("ho-so/<dossier:code>/giay/<int:paper_id>/", dossiers.paper, name="paper"),
    path("ho-so/<dossier:code>/giay/<int:paper_id>.pdf", dossiers.paper_pdf, name="paper_pdf"),
    path("hop-thu/", letters.inbox, name="inbox"),
    path("hop-thu/lua-chon/", letters.preferences, name="preferences"),
    path("ho-so/<dossier:code>/nop-phi/", payments.pay, name="pay"),
    path("ho-so/<dossier:code>/nop-phi/kiem-tra/", payments.ask, name="pay_ask"),
    path("thanh-toan/bao/<slug:gateway>/", payments.notice, name="payment_notice"),
    path("xac-minh/", verify.verify, name="verify"),
    path("xac-minh/<slug:code>/", verify.verify, name="verify_code"),
    path("tai-lieu/<uuid:document_id>/", dossiers.document, name="document"),
]
