"""What the protocol says in tables: fields with their limits, code lists, steps between states (DOMAIN §1.1, §1.2).

Written here a second time on purpose: a stand-in that shared these with the client could not find the client's slips.
"""

import re

STATES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}
# No official table is published; this is the safe synthesis of DOMAIN §1.1. Staying in a state is always possible.
STEPS = {
    "1": {"2", "3", "5", "7"},
    "2": {"4"},
    "4": {"5", "6", "7", "8", "9"},
    "5": {"3", "4", "8"},
    "6": {"4"},
    "7": {"8"},
    "9": {"10"},
}
# What provinces are seen to do besides; taken with `--steps wide`.
WIDER = {"2": {"5", "7", "8"}, "5": {"7"}, "6": {"7", "8"}}

DOSSIER_CODE = re.compile(
    r"(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{2,3}){0,3})-(\d{6}|\d{8})-\d{4,7}", re.ASCII
)
PROCEDURE_CODE = re.compile(r"\d\.\d{6}(\.(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2})?", re.ASCII)

# Longest text by field; those that the sources name first, the rest a sane bound.
DOSSIER_TEXTS = {
    "TrichYeuHoSo": 1000,
    "MaHoSo": 60,
    "MaTTHC": 40,
    "TenTTHC": 2000,
    "MaLinhVuc": 40,
    "TenLinhVuc": 500,
    "ChuHoSo": 200,
    "SoGiayToChuHoSo": 20,
    "MaDoiTuong": 100,
    "ThongTinKhac": 4000,
    "Email": 200,
    "Fax": 50,
    "SoDienThoai": 50,
    "ThongTinTra": 1000,
    "DonViXuLy": 500,
    "GhiChu": 2000,
    "SoBienNhan": 60,
}
DOSSIER_DATES = ("NgayTiepNhan", "NgayHenTra", "NgayTra", "NgayKetThucXuLy", "NgayTuChoi", "NgayNopHoSo")
DOSSIER_CODES = {
    "KenhThucHien": {"1", "2", "3"},
    "LoaiDoiTuong": {"1", "2", "3", "4"},
    "TrangThaiHoSo": set(STATES),
    "HinhThuc": {"", "0", "1"},
    "NoiNopHoSo": {"", "1", "2"},
    "HoSoCoThanhPhanSoHoa": {"", "0", "1"},
    "TaiKhoanDuocXacThucVoiVNeID": {"", "0", "1"},
    "DuocThanhToanTrucTuyen": {"", "0", "1", "2", "3"},
}
# Lists of parts: their texts with limits; a name that begins with "?" is a date.
PARTS: dict[str, dict[str, int]] = {
    "TaiLieuNop": {
        "TepDinhKemId": 100, "TenTepDinhKem": 4000, "IsDeleted": 5, "MaThanhPhanHoSo": 100, "DuongDanTaiTepTin": 1000,
        "DuocSoHoa": 1, "DuocTaiSuDung": 1, "DuocLayTuKhoDMQG": 1, "MaKetQuaThayThe": 100,
    },
    "DanhSachLePhi": {"TenPhiLePhi": 1000, "MaPhiLePhi": 100, "HinhThucThu": 10, "Gia": 20, "LoaiPhiLePhi": 10},
    "DanhSachTepDinhKemKhac": {"TenGiayTo": 2000, "SoLuong": 10, "LoaiGiayTo": 10},
    "DanhSachHoSoBoSung": {
        "HoSoBoSungId": 100, "NguoiYeuCauBoSung": 200, "NoiDungBoSung": 4000, "?NgayBoSung": 14,
        "NguoiTiepNhanBoSung": 200, "ThongTinTiepNhan": 4000, "?NgayTiepNhanBoSung": 14, "TrangThaiBoSung": 10,
        "?NgayHenTraTruoc": 14, "?NgayHenTraMoi": 14,
    },
    "DanhSachGiayToKetQua": {
        "TenGiayTo": 2000, "MaThanhPhanHoSo": 100, "GiayToId": 100, "DuongDanTepTinKetQua": 1000,
        "MaGiayToKetQua": 100,
    },
    "DinhDanhCHS": {"LoaiDinhDanh": 1, "SoDinhDanh": 12},
    "DSKetNoiCSDL": {"MaCSDL": 20},
}  # fmt: skip
NESTED = {"DanhSachHoSoBoSung": ("DanhSachGiayToBoSung", "DanhSachLePhiBoSung")}
PROGRESS_TEXTS = {
    "MaHoSo": 60,
    "NguoiXuLy": 50,
    "ChucDanh": 200,
    "PhongBanXuLy": 500,
    "NoiDungXuLy": 4000,
    "TrangThai": 2,
}
PROGRESS_DATES = ("ThoiDiemXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh")
REQUIRED = ("MaHoSo", "MaTTHC", "TenTTHC", "ChuHoSo", "LoaiDoiTuong", "TrangThaiHoSo", "DonViXuLy", "KenhThucHien")
# Which dates a state cannot be without.
DATES_OF_STATE = {
    "2": ("NgayTiepNhan",),
    "4": ("NgayTiepNhan",),
    "6": ("NgayTiepNhan",),
    "9": ("NgayTiepNhan", "NgayKetThucXuLy"),
    "10": ("NgayTiepNhan", "NgayKetThucXuLy", "NgayTra"),
}
SHARED_LISTS = {
    "LayDanhMucGioiTinh": [("1", "Nam"), ("2", "Nữ"), ("3", "Khác")],
    "LayDanhMucDoiTuong": [("1", "Công dân"), ("2", "Doanh nghiệp"), ("3", "Cơ quan nhà nước"), ("4", "Tổ chức khác")],
    "LayDanhMucCapThucHien": [("1", "Cấp Bộ"), ("2", "Cấp Tỉnh"), ("3", "Cấp Huyện"), ("4", "Cấp Xã")],
    "LayDanhMucTinhThanh": [("77", "Tỉnh Bà Rịa - Vũng Tàu")],
    "LayDanhMucQuocGia": [("VN", "Việt Nam")],
    "LayDanhMucDanToc": [("1", "Kinh")],
    "LayDanhMucTinhTrangHonNhan": [("1", "Chưa kết hôn"), ("2", "Đã kết hôn")],
    "LayDanhMucCoQuan": [],
    "LayDanhMucLinhVuc": [],
    "LayDanhMucQuanHuyen": [],
    "LayDanhMucPhuongXa": [],
    "LayDanhMucTonGiao": [],
    "LayDanhMucCanCuPhapLy": [],
    "LayDanhMucLePhi": [],
}
