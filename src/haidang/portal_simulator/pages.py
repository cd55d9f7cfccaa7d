"""Pages to look at: what the portal holds, and one dossier with its history."""

from html import escape

from haidang.portal_simulator.faults import Faults, plain
from haidang.portal_simulator.store import Store
from haidang.portal_simulator.tables import STATES

HTML = "text/html; charset=utf-8"
SHOWN = 200
_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body><main><h1>{title}</h1>{content}</main></body></html>"""


def overview(store: Store, faults: Faults) -> bytes:
    """Dossiers by state, the first of them, calls and faults met."""
    told = plain(faults)
    states = _table(("Trạng thái", "Số hồ sơ"), [(STATES[key], str(count)) for key, count in store.counts().items()])
    calls = _table(("Dịch vụ", "Số lần"), [(name, str(count)) for name, count in store.calls().items()])
    rows = "".join(
        f'<li><a href="/ho-so/{escape(code)}">{escape(code)}</a> {escape(STATES[state])}</li>'
        for code, state, _updates in store.dossiers(limit=SHOWN)
    )
    content = (
        "<p>Hệ thống mô phỏng Cổng dịch vụ công quốc gia, để chạy thử. Không phải hệ thống thật.</p>"
        f"<h2>Hồ sơ</h2>{states}<ul>{rows}</ul><h2>Lời gọi</h2>{calls}"
        f"<h2>Lỗi gây ra</h2><p>{escape(str(dict(told)))}</p>"
    )
    return _page("Cổng dịch vụ công quốc gia (mô phỏng)", content)


def dossier(store: Store, code: str) -> bytes | None:
    """One dossier; None if it is not known."""
    found = store.dossier(code)
    if found is None:
        return None
    names = ("MaTTHC", "TenTTHC", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "DonViXuLy")
    facts = _table(("Trường", "Giá trị"), [(name, str(found.get(name, ""))) for name in names])
    lines = _table(
        ("Thời điểm", "Trạng thái", "Nội dung", "Nơi xử lý"),
        [
            (line["ThoiDiemXuLy"], STATES[line["TrangThai"]], line.get("NoiDungXuLy", ""), line.get("PhongBanXuLy", ""))
            for line in store.history(code)
        ],
    )
    state = f"<p><strong>{escape(STATES[found['TrangThaiHoSo']])}</strong></p>"
    return _page(f"Hồ sơ {code}", f'<p><a href="/">Tất cả hồ sơ</a></p>{state}{facts}<h2>Tiến trình</h2>{lines}')


def _page(title: str, content: str) -> bytes:
    return _PAGE.format(title=escape(title), content=content).encode()


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
