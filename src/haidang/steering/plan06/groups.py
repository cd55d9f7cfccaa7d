"""The five groups of utilities of Project 06 (Decision 06/QĐ-TTg, 6/1/2022).

Their wording is unverified: the annex was not found (DOMAIN §6). A report shows them with that note.
"""

from haidang.platform.text import fold

GROUPS: dict[str, str] = {
    "1": "Giải quyết thủ tục hành chính và cung cấp dịch vụ công trực tuyến",
    "2": "Phát triển kinh tế, xã hội",
    "3": "Phát triển công dân số",
    "4": "Hoàn thiện hệ sinh thái kết nối, khai thác, làm giàu dữ liệu dân cư",
    "5": "Phục vụ chỉ đạo, điều hành của lãnh đạo các cấp",
}
NOTE = "Tên các nhóm tiện ích chưa được đối chiếu với phụ lục của Quyết định 06/QĐ-TTg."


def group_of(text: str) -> str | None:
    """The key of a group given by number ("1", "Nhóm 1") or by its name; None for anything else."""
    wanted = fold(text)
    for key, name in GROUPS.items():
        if wanted in {key, f"nhom {key}", fold(name)}:
            return key
    return None
