"""Roles and what each may do. Rights are computed from this table when asked, never stored per person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at an agency."""

    RECEPTION = "reception", _("Cán bộ một cửa")
    SPECIALIST = "specialist", _("Chuyên viên thụ lý")
    MANAGER = "manager", _("Lãnh đạo phòng")
    LEADER = "leader", _("Lãnh đạo cơ quan")
    CLERK = "clerk", _("Văn thư")
    OPERATIONS = "operations", _("Cán bộ trung tâm điều hành")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


class Permission(models.TextChoices):
    """Things that a right is needed for, as `<room>:<thing>:<action>`."""

    DOSSIER_VIEW = "dossiers:dossier:view", _("Xem hồ sơ")
    DOSSIER_RECEIVE = "dossiers:dossier:receive", _("Tiếp nhận, từ chối hồ sơ")
    DOSSIER_PROCESS = "dossiers:dossier:process", _("Xử lý các bước, yêu cầu bổ sung")
    DOSSIER_ASSIGN = "dossiers:dossier:assign", _("Phân công, phân công lại việc")
    DOSSIER_PAUSE = "dossiers:dossier:pause", _("Tạm dừng, tiếp tục tính thời hạn")
    DOSSIER_REAPPOINT = "dossiers:dossier:reappoint", _("Xin lỗi và hẹn lại ngày trả kết quả")
    DOSSIER_STOP = "dossiers:dossier:stop", _("Dừng giải quyết hồ sơ")
    DOSSIER_FINISH = "dossiers:dossier:finish", _("Kết thúc xử lý, kèm kết quả")
    DOSSIER_RETURN = "dossiers:dossier:return", _("Trả kết quả")
    FEE_REQUEST = "dossiers:fee:request", _("Yêu cầu nộp phí, lệ phí")
    FEE_COLLECT = "dossiers:fee:collect", _("Thu phí, lệ phí, cấp số phiếu thu")
    FEE_WAIVE = "dossiers:fee:waive", _("Ghi nhận miễn phí, lệ phí")
    FEE_CANCEL_RECEIPT = "dossiers:fee:cancel-receipt", _("Hủy phiếu thu")
    PAYMENTS_MANAGE = "payments:payment:manage", _("Theo dõi, đối soát thanh toán trực tuyến")
    REFUND_REQUEST = "payments:refund:request", _("Đề nghị hoàn trả tiền")
    REFUND_APPROVE = "payments:refund:approve", _("Duyệt hoàn trả tiền")
    FEES_MANAGE = "catalogue:fee:manage", _("Công bố mức phí, lệ phí")
    REFORM_VIEW = "reform:figure:view", _("Xem số liệu cải cách thủ tục")
    REFORM_PROPOSE = "reform:plan:propose", _("Đề xuất cắt giảm thời gian, đơn giản hóa thủ tục")
    REFORM_DECIDE = "reform:plan:decide", _("Quyết định phương án cải cách thủ tục")
    REFORM_PUBLISH = "reform:plan:publish", _("Công bố thời gian cam kết")
    SCORES_ENTER = "reform:score:enter", _("Nhập số liệu, tự chấm điểm các chỉ số cải cách")
    SCORES_APPRAISE = "reform:score:appraise", _("Thẩm định điểm tự chấm")
    SURVEYS_RUN = "reform:survey:run", _("Tổ chức khảo sát hài lòng (SIPAS)")
    SCORES_PUBLISH = "reform:score:publish", _("Ban hành bộ tiêu chí chấm điểm")
    STEERING_DIRECT = "steering:directive:issue", _("Giao việc, chỉ đạo, xác nhận kết quả")
    STEERING_VIEW = "steering:directive:view", _("Xem việc được giao")
    STEERING_ANSWER = "steering:directive:answer", _("Nhận việc được giao, báo cáo kết quả")
    STEERING_RULES = "steering:rule:manage", _("Đặt quy tắc cảnh báo")
    SOURCES_VIEW = "ioc:source:view", _("Xem nguồn dữ liệu của các ngành")
    SOURCES_TEND = "ioc:source:tend", _("Nạp dữ liệu, sửa dòng cách ly, duyệt thay đổi cấu trúc của nguồn")
    SOURCES_MANAGE = "ioc:source:manage", _("Khai báo, công bố nguồn dữ liệu")
    REPORT_VIEW = "dossiers:report:view", _("Xem báo cáo tình hình giải quyết hồ sơ")
    REGISTER_VIEW = "dossiers:register:view", _("Xem sổ theo dõi hồ sơ, danh sách kết quả đã trả")
    IOC_VIEW = "ioc:figure:view", _("Xem chỉ số điều hành")
    IOC_PUBLISH = "ioc:indicator:publish", _("Công bố chỉ số điều hành")
    ACCOUNTS_MANAGE = "identity:account:manage", _("Quản lý tài khoản và vai trò")
    CALENDARS_MANAGE = "identity:calendar:manage", _("Quản lý lịch làm việc")
    REORGANISATION_MANAGE = "identity:reorganisation:manage", _("Áp dụng, thu hồi kế hoạch sắp xếp cơ quan")
    PROCESSES_MANAGE = "workflow:process:manage", _("Công bố quy trình nội bộ, chuyển phiên bản")
    TIMERS_FIRE = "workflow:timer:fire", _("Chạy hẹn giờ của quy trình")
    MESSAGES_MANAGE = "notifications:message:manage", _("Quản lý việc gửi tin và mẫu tin")
    EXCHANGE_MANAGE = "exchange:delivery:manage", _("Theo dõi, xử lý việc liên thông với Cổng quốc gia")
    AUDIT_VIEW = "platform:journal:verify", _("Kiểm tra nhật ký")


_P = Permission
# Whoever takes money in does not cancel receipts, and whoever cancels them does not take money in.
_CASHIER = {_P.FEE_COLLECT, _P.FEE_WAIVE}
_FEE_OFFICER = {_P.FEE_REQUEST, _P.FEE_WAIVE}
_FEE_SENIOR = {*_FEE_OFFICER, _P.FEE_CANCEL_RECEIPT, _P.REFUND_REQUEST}
# Whoever asks for a refund never grants it himself: one of these must be another person.
_TREASURER = {_P.PAYMENTS_MANAGE, _P.REFUND_REQUEST, _P.REFUND_APPROVE}
_REFORM = {_P.REFORM_VIEW, _P.REFORM_PROPOSE, _P.SCORES_ENTER, _P.SURVEYS_RUN}
_SOURCES = {_P.SOURCES_VIEW, _P.SOURCES_TEND}
_ANSWERING = {_P.STEERING_VIEW, _P.STEERING_ANSWER}
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION: frozenset(
        {_P.DOSSIER_VIEW, _P.DOSSIER_RECEIVE, _P.DOSSIER_PROCESS, _P.DOSSIER_RETURN, _P.REGISTER_VIEW, *_CASHIER}
    ),
    Role.SPECIALIST: frozenset(
        {_P.DOSSIER_VIEW, _P.DOSSIER_PROCESS, _P.DOSSIER_PAUSE, _P.DOSSIER_FINISH, _P.DOSSIER_STOP, *_FEE_OFFICER}
    ),
    Role.MANAGER: frozenset(
        {
            _P.DOSSIER_VIEW,
            _P.DOSSIER_PROCESS,
            _P.DOSSIER_ASSIGN,
            _P.DOSSIER_PAUSE,
            _P.DOSSIER_STOP,
            _P.DOSSIER_REAPPOINT,
            _P.REPORT_VIEW,
            _P.REGISTER_VIEW,
            _P.IOC_VIEW,
            *_FEE_SENIOR,
            *_REFORM,
            *_ANSWERING,
            *_SOURCES,
        }
    ),
    Role.LEADER: frozenset(
        {
            _P.DOSSIER_VIEW,
            _P.DOSSIER_PROCESS,
            _P.DOSSIER_ASSIGN,
            _P.DOSSIER_PAUSE,
            _P.DOSSIER_STOP,
            _P.DOSSIER_REAPPOINT,
            _P.REPORT_VIEW,
            _P.REGISTER_VIEW,
            _P.IOC_VIEW,
            *_FEE_SENIOR,
            *_REFORM,
            _P.REFORM_DECIDE,
            _P.SCORES_APPRAISE,
            *_ANSWERING,
            *_SOURCES,
            _P.STEERING_DIRECT,
            _P.STEERING_RULES,
            _P.REFUND_APPROVE,
        }
    ),
    # A clerk issues what a leader has signed on paper.
    Role.CLERK: frozenset({_P.DOSSIER_VIEW, _P.DOSSIER_PROCESS, _P.DOSSIER_FINISH, _P.DOSSIER_REAPPOINT}),
    # The operations centre watches figures; people's dossiers are not its business.
    Role.OPERATIONS: frozenset({_P.IOC_VIEW, _P.IOC_PUBLISH}),
    # Whoever runs the system manages accounts, calendars, published fees; he has no business in people's dossiers.
    Role.ADMINISTRATOR: frozenset(
        {
            _P.ACCOUNTS_MANAGE,
            _P.CALENDARS_MANAGE,
            _P.FEES_MANAGE,
            *_TREASURER,
            _P.REORGANISATION_MANAGE,
            _P.PROCESSES_MANAGE,
            _P.REFORM_VIEW,
            _P.REFORM_PUBLISH,
            _P.MESSAGES_MANAGE,
            _P.SCORES_PUBLISH,
            _P.EXCHANGE_MANAGE,
            _P.AUDIT_VIEW,
            *_SOURCES,
            _P.SOURCES_MANAGE,
            _P.IOC_VIEW,
            _P.IOC_PUBLISH,
        }
    ),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that grant `permission`."""
    return [role for role, granted in GRANTS.items() if permission in granted]
