"""Who executed a procedure in a province of 2024, read from the names of agencies in the sources.

The sources name agencies of 2025 and 2026; departments of 2024 follow from the name where it already existed in 2024
and from the field of the procedure where departments were merged on 1/3/2025 (see SOURCES.md of the profile).
"""

import re

from haidang.platform.text import fold

COMMUNE, DISTRICT, DEPARTMENT, PROVINCE = "commune", "district", "department", "province"

# All patterns are matched against folded names (no diacritics, y as i).
_NOT_PROVINCIAL = re.compile(
    r"cong an|hai quan|\bthue\b|bao hiem xa hoi|ngan hang|kho bac|toa an|thi hanh an|quan su|quan khu|trung doan|"
    r"bien phong|cang vu|^cuc |^vu |^bo |^tong cuc|trung tam tan so|canh sat|xuat nhap|du tru|^van phong chinh|dai su|"
    r"dai dien|chu dau tu|thu tuong|quoc hoi|tap doan|giam dinh i khoa trung uong|trung tam dang kiem|quan doi"
)
_COMMUNE = re.compile(r"cap xa|xa, phuong|phuong, xa|ui ban nhan dan xa|ubnd xa|nhan dan phuong")
_DISTRICT = re.compile(
    r"cap huien|cap quan|nhan dan huien|quan, huien|huien, quan|huien, thi xa|"
    r"^phong (tu phap|noi vu|giao duc|tai chinh|lao dong|i te|tai nguien|kinh te|van hoa|dan toc)"
)
_PROVINCE = re.compile(r"chu tich (ui ban nhan dan|ubnd)|(ui ban nhan dan|ubnd) (cap )?(tinh|thanh pho)")
_DEPARTMENT = re.compile(
    r"\bso [a-z]|chuien mon|chuien nganh|ban quan li|dang ki dat dai|chi cuc|phong dang ki kinh doanh|thanh tra|"
    r"tro giup phap li|giam dinh i khoa tinh|dich vu viec lam|quan li dat dai|"
    r"chi dinh|phan cap|ui quien|giao tiep nhan"
)

# Departments that kept their name through 1/3/2025, or that only existed before it.
_BY_NAME: list[tuple[str, str]] = [
    (r"so tu phap|tro giup phap li|cong chung", "03"),
    (r"so ke hoach|phong dang ki kinh doanh", "04"),
    (r"so cong ?thuong", "06"),
    (r"nong nghiep va phat trien|kiem lam|thui? san|thu i|bao ve thuc vat", "07"),
    (r"so giao thong|duong thui", "08"),
    (r"tai nguien va moi truong|dang ki dat dai|quan li dat dai", "10"),
    (r"thong tin va truien thong", "11"),
    (r"so lao dong", "12"),
    (r"so du lich", "14"),
    (r"tieu chuan do luong", "15"),
    (r"so ngoai vu", "18"),
    (r"thanh tra tinh", "19"),
]
# Only where no department stands beside them.
_BOARD = re.compile(r"ban quan li.*(khu|cong nghiep|che xuat)|^ban quan li$")
_LAST = [(r"giam dinh i khoa", "17"), (r"khu cong nghiep|khu kinh te", "20")]
# Fields of law (folded) and the department of 2024 that had them.
_BY_FIELD: list[tuple[str, str]] = [
    (r"ton giao|hoi, qui|cong chuc|thi dua|van thu|thanh nien|can bo|to chuc|dia gioi|chinh quien", "02"),
    (r"cong tac dan toc|^dan toc", "21"),
    (
        (
            r"nguoi co cong|lao dong|viec lam|bao tro|tre em|giam ngheo|te nan|giao duc nghe nghiep|tien luong|"
            r"bao hiem xa|"
            r"binh dang gioi|giao duc nghe"
        ),
        "12",
    ),
    (
        (
            r"ho tich|chung thuc|luat su|cong chung|dau gia|thua (phat|hanh)|giam dinh tu phap|tro giup phap|quoc tich|"
            r"nuoi con|"
            r"trong tai|hoa giai|tu van phap|quan tai|boi thuong|pho bien giao duc|li lich|bien phap bao dam|giam dinh$"
        ),
        "03",
    ),
    (
        (
            r"doanh nghiep xa hoi|hoat dong cua doanh|dau tu|hop tac xa|to hop tac|dau thau|nho va vua|ho kinh doanh|"
            r"khu cong nghiep|oda"
        ),
        "04",
    ),
    (r"cong san|quan li gia|tai chinh|^bao hiem$|thue|ngan sach|ke toan|chung khoan", "05"),
    (
        (
            r"thuong mai|luu thong|xuat nhap khau|xuc tien|dien luc|^dien$|hoa chat|khi$|vat lieu no|ban hang|"
            r"tieu dung|"
            r"cum cong|cong nghiep nang|cong nghiep ho|cong nghiep dia|nghe thu cong|tai san ket cau ha tang cho|"
            r"thui dien|"
            r"so giao dich|hoi nhap|nang luong|dau khi"
        ),
        "06",
    ),
    (
        (
            r"thui san|thui loi|lam nghiep|kiem lam|chan nuoi|thu i|trong trot|bao ve thuc vat|nong|de dieu|"
            r"bao ton thien|"
            r"phat trien nong|giong"
        ),
        "07",
    ),
    (r"duong bo|duong sat|hang hai|dang kiem|duong thui|hang khong|van tai|giao thong|van chuien hang", "08"),
    (r"xai dung|nha o|bat dong san|ha tang ki thuat|kien truc|qui hoach|vat lieu xai|nha va", "09"),
    (
        r"dat dai|moi truong|tai nguien|khoang san|khi tuong|do dac|bien va hai|dia chat|bien doi khi|tran dau",
        "10",
    ),
    (
        r"buu chinh|vien thong|tan so|phat thanh|bao chi|xuat ban|thong tin|cong nghe so|in va phat|giao dich dien tu",
        "11",
    ),
    (r"du lich", "14"),
    (
        (
            r"di san|the duc|the thao|mi thuat|van hoa|gia dinh|bieu dien|quang cao|dien anh|thu vien|ban quien|"
            r"van hoc|le hoi|karaoke"
        ),
        "13",
    ),
    (r"khoa hoc|so huu tri|do luong|buc xa|hat nhan|cong nghe cao|nang suat", "15"),
    (r"giao duc|tuien sinh|van bang|dao tao voi|kiem dinh chat luong|^thi,", "16"),
    (
        (
            r"kham benh|bao hiem i te|duoc|mi pham|thiet bi i|du phong|phong benh|i te|dao tao va nghien|dan so|"
            r"an toan thuc pham"
        ),
        "17",
    ),
    (r"lanh su|hoi nghi|ngoai|bien gioi|hop tac quoc", "18"),
    (r"khieu nai|to cao|tham nhung|tiep cong dan", "19"),
]


def tier(name: str) -> str:
    """The level of an agency's name in 2024, empty for one that is not the province's."""
    folded = fold(name)
    if _NOT_PROVINCIAL.search(folded):
        return ""
    ranked = [(_COMMUNE, COMMUNE), (_DISTRICT, DISTRICT), (_DEPARTMENT, DEPARTMENT), (_PROVINCE, PROVINCE)]
    return next(
        (level for pattern, level in ranked if pattern.search(folded)), DEPARTMENT if "cap tinh" in folded else ""
    )


def split_names(texts: list[str]) -> list[str]:
    """Single names out of free texts that list several on lines or between semicolons and commas."""
    parts = [part for text in texts for part in re.split(r"[\n;]|, (?=Sở|Ủy|Chủ|Văn|Chi|Cơ|Ban|UBND)", text)]
    return [part.strip(" -+.") for part in parts if part.strip(" -+.")]


def department(names: list[str], fields: list[str]) -> str:
    """The suffix of the department of 2024, by name first and by field of law then; empty if neither tells."""
    local = [fold(name) for name in names if tier(name) in (DEPARTMENT, PROVINCE)]
    if local and all(_BOARD.search(name) for name in local):
        return "20"
    folded = [fold(field) for field in fields]
    return _first(_BY_NAME, local) or _first(_BY_FIELD, folded) or _first(_LAST, local)


def _first(table: list[tuple[str, str]], texts: list[str]) -> str:
    for text in texts:
        for pattern, suffix in table:
            if re.search(pattern, text):
                return suffix
    return ""


def executing(names: list[str], fields: list[str]) -> tuple[dict[str, str], str] | None:
    """The executing rule of a procedure and the code of its internal process; None if the province has no part.

    Where the sources name several levels the lowest one takes the dossier: that is where a citizen files it.
    """
    tiers = {tier(name) for name in names} - {""}
    if COMMUNE in tiers:
        return {"level": COMMUNE}, "commune-standard"
    if DISTRICT in tiers:
        return {"level": DISTRICT}, "district-standard"
    if not tiers:
        return None
    suffix = department(names, fields)
    if not suffix:
        return None
    return {"agency": suffix}, "department-province-leader" if PROVINCE in tiers else "department-standard"
