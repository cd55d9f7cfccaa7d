"""The pages of the stand-in: what it holds, where a citizen pays, and a bank's application."""

from collections.abc import Iterable
from html import escape

from haidang.gateway_simulator.store import Faults, Store

HTML = "text/html; charset=utf-8"
_STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c2733}
h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #b8c4ce;padding:.4rem;text-align:left}
.n{text-align:right}button,input,select{font:inherit;padding:.6rem;min-height:44px}label{display:block;margin-top:.75rem}
input{width:100%;box-sizing:border-box}input[type=checkbox]{width:1.5rem;min-height:1.5rem;vertical-align:middle}
button{background:#0a4f8a;color:#fff;border:0;border-radius:.3rem;margin:.75rem .5rem 0 0;cursor:pointer}
.quiet{background:#fff;color:#0a4f8a;border:1px solid #0a4f8a}
.note{background:#fff5d6;padding:.75rem;border-left:4px solid #b07a00}
.wide{overflow-x:auto}"""


def page(title: str, body: str) -> bytes:
    """A whole page; `body` is HTML whose texts are escaped already."""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        '<header><p class="note">Cổng thanh toán MÔ PHỎNG: không có tiền thật.</p></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    ).encode()


def overview(store: Store) -> bytes:
    """What moved, which calls were sent, and which faults are set."""
    moved = _table(
        ("Mã giao dịch", "Nội dung", "Số tiền", "Lúc"),
        ((row.number, row.reference, dong(row.amount), row.at) for row in store.newest()),
    )
    calls = _table(("Mã giao dịch", "Lần gọi", "Trả lời"), store.calls())
    return page(
        "Cổng thanh toán",
        f'<p><a href="/ngan-hang">Ứng dụng ngân hàng</a></p>{_faults_form(store.faults)}'
        f"<h2>Giao dịch</h2>{moved}<h2>Lần báo kết quả</h2>{calls}",
    )


def _faults_form(faults: Faults) -> str:
    def tick(name: str, words: str, *, is_set: bool) -> str:
        return f'<label><input type="checkbox" name="{name}"{" checked" if is_set else ""}> {words}</label>'

    return (
        '<h2>Lỗi gây ra cho các giao dịch sau</h2><form method="post" action="/loi">'
        f'<label>Số lần báo <input name="copies" type="number" min="1" max="20" value="{faults.copies}"></label>'
        '<label>Báo chậm (giây) <input name="late" type="number" min="0" max="3600" '
        f'value="{faults.late_seconds:g}"></label>'
        + tick("lost", "Không báo gì", is_set=faults.is_lost)
        + tick("forged", "Có kẻ báo giả trước", is_set=faults.is_forged)
        + "<button>Đặt</button></form>"
    )


def pay(*, reference: str, amount: int, title: str, query: str, nonce: str) -> bytes:
    """Where a citizen pays what the house asked for; `query` is the signed query that led here."""
    facts = (("Nội dung", title), ("Mã tham chiếu", reference), ("Số tiền", dong(amount)))
    shown = "".join(f"<tr><th>{escape(name)}</th><td>{escape(words)}</td></tr>" for name, words in facts)
    return page(
        "Thanh toán",
        f'<table>{shown}</table><form method="post" action="/thanh-toan/tra">'
        f'<input type="hidden" name="query" value="{escape(query)}"><input type="hidden" name="nonce" value="{nonce}">'
        '<button name="what" value="pay">Thanh toán</button>'
        '<button class="quiet" name="what" value="cancel">Quay lại, không thanh toán</button></form>',
    )


def bank(message: str = "") -> bytes:
    """A bank's application, where anybody transfers anything with any purpose."""
    note = f'<p class="note" role="status">{escape(message)}</p>' if message else ""
    return page(
        "Ứng dụng ngân hàng",
        f'{note}<form method="post" action="/ngan-hang">'
        '<label>Mã VietQR (dán nội dung mã) <input name="qr" autocomplete="off"></label>'
        "<p>hoặc</p>"
        '<label>Nội dung chuyển khoản <input name="reference" autocomplete="off"></label>'
        '<label>Số tiền (đồng) <input name="amount" inputmode="numeric" autocomplete="off"></label>'
        '<button>Chuyển tiền</button></form><p><a href="/">Về cổng thanh toán</a></p>',
    )


def refused(words: str) -> bytes:
    """A page that says no."""
    return page("Không thực hiện được", f"<p>{escape(words)}</p>")


def dong(amount: int) -> str:
    """An amount as people write it."""
    return f"{amount:,} ₫".replace(",", ".")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>'
