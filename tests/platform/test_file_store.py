"""The file store: what is taken, what is refused and in which words, and that there is never half a file."""

import hashlib
import os
import subprocess
import sys
import textwrap
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from haidang.platform import files
from world import image_bytes, pdf_bytes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf_with(change, **options):
    document = pikepdf.open(BytesIO(pdf_bytes()))
    change(document)
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def office(kind="word", *, order=("[Content_Types].xml", "_rels/.rels", "main"), extra=(), macro_type=False):
    main = {"word": "word/document.xml", "xl": "xl/workbook.xml"}[kind]
    declared = "application/vnd.ms-word.document.macroEnabled.main+xml" if macro_type else WORD
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in [*order, *extra]:
            text = f'<Types><Override ContentType="{declared}"/></Types>' if "Types" in name else "<x/>" * 60
            archive.writestr(main if name == "main" else name, text)
    return out.getvalue()


@cache
def noise():
    out = BytesIO()
    Image.effect_noise((300, 200), 80).save(out, "JPEG")
    return out.getvalue()


def script(**action):
    return pikepdf.Dictionary({f"/{key}": value for key, value in action.items()})


def open_action(document):
    document.Root.OpenAction = script(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def indirect_action(document):
    document.Root.OpenAction = document.make_indirect(script(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def launch(document):
    document.Root.OpenAction = script(S=pikepdf.Name.Launch, F="cmd.exe")


def page_action(document):
    document.pages[0].AA = script(O=script(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def attachment(document):
    document.attachments["virus.exe"] = b"MZ"


def xfa(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=pikepdf.Array())


def no_pages(document):
    del document.pages[0]


def password(content=None):
    encryption = pikepdf.Encryption(owner="o", user="u")
    return pdf_with(lambda _document: None, encryption=encryption)


def taken(content, name, **options):
    return files.store([content], name=name, **options)


def refused(content, name, words, **options):
    with pytest.raises(files.FileRefused) as refusal:
        taken(content, name, **options)
    assert words in str(refusal.value), str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Tờ khai.pdf", pdf_bytes(), "application/pdf"),
        ("QUÉT.PDF", pdf_bytes(), "application/pdf"),
        ("ảnh.jpg", image_bytes("JPEG"), "image/jpeg"),
        ("ảnh.JPEG", image_bytes("JPEG"), "image/jpeg"),
        ("ảnh.png", image_bytes("PNG"), "image/png"),
        ("đơn.docx", office(), WORD),
        ("bảng.xlsx", office("xl"), SHEET),
        # LibreOffice and Google write the parts in another order than Word does.
        ("đơn.docx", office(order=("_rels/.rels", "docProps/app.xml", "main", "[Content_Types].xml")), WORD),
        ("bảng.xlsx", office("xl", order=("_rels/.rels", "docProps/app.xml", "main", "[Content_Types].xml")), SHEET),
    ],
)
def test_what_a_desk_takes(name, content, media_type):
    stored = taken(content, name)
    assert (stored.name, stored.size, stored.media_type) == (name, len(content), media_type)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    with files.open_file(stored.sha256) as handle:
        assert handle.read() == content
    assert files.is_intact(stored.sha256)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "không có nội dung"),
        ("a.exe", b"MZ" + b"\0" * 300, "không thuộc loại được nhận"),
        ("a.pdf", b"<html><script>alert(1)</script></html>", "không thuộc loại được nhận"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "không thuộc loại được nhận"),
        ("a.txt", "Đơn đề nghị".encode(), "không thuộc loại được nhận"),
        ("a.gif", image_bytes("GIF"), "không thuộc loại được nhận"),
        ("a.zip", office(order=("readme.txt",)), "không thuộc loại được nhận"),
        ("a.jpg", pdf_bytes(), "không khớp"),
        ("a.pdf", image_bytes("PNG"), "không khớp"),
        ("a", pdf_bytes(), "không khớp"),
        ("a.pdf.exe", pdf_bytes(), "không khớp"),
        ("a.docx", office("xl"), "không khớp"),
        ("a.pdf", b"%PDF-1.7\nnothing of a document", "bị hỏng"),
        ("a.pdf", b"%PDF-1.7\n<html><script>alert(1)</script></html>", "bị hỏng"),
        ("a.pdf", pdf_bytes()[: len(pdf_bytes()) // 2], "bị hỏng"),
        ("a.pdf", password(), "mật khẩu"),
        ("a.pdf", pdf_with(no_pages), "không có trang"),
        ("a.pdf", pdf_with(open_action), "mã chạy"),
        ("a.pdf", pdf_with(indirect_action), "mã chạy"),
        ("a.pdf", pdf_with(indirect_action, object_stream_mode=pikepdf.ObjectStreamMode.generate), "mã chạy"),
        ("a.pdf", pdf_with(launch), "mã chạy"),
        ("a.pdf", pdf_with(page_action), "mã chạy"),
        ("a.pdf", pdf_with(attachment), "mã chạy"),
        ("a.pdf", pdf_with(xfa), "mã chạy"),
        ("a.docx", office(extra=("word/vbaProject.bin",)), "macro"),
        ("a.docx", office(macro_type=True), "macro"),
        ("a.xlsx", office("xl", extra=("xl/vbaProject.bin",)), "macro"),
        ("a.docx", office()[:-30], "bị hỏng"),
        ("a.docx", office(order=("_rels/.rels", "docProps/app.xml", "main")), "bị hỏng"),
        ("a.png", image_bytes("PNG")[:60], "bị hỏng"),
        ("a.jpg", image_bytes("JPEG")[:400], "bị hỏng"),
        ("a.jpg", noise()[: len(noise()) // 2], "bị hỏng"),
    ],
)
def test_what_is_refused_and_why(name, content, words):
    refused(content, name, words)


def test_a_file_that_is_too_big_is_refused_before_it_is_read_whole():
    served = []

    def chunks():
        for _number in range(1000):
            served.append(1)
            yield b"x" * 1024 * 1024

    with pytest.raises(files.FileRefused, match="lớn hơn 20 MB"):
        files.store(chunks(), name="a.pdf")
    assert len(served) == 21
    refused(pdf_bytes(), "a.pdf", "lớn hơn", limit=len(pdf_bytes()) - 1)
    assert taken(pdf_bytes(), "a.pdf", limit=len(pdf_bytes()))


@pytest.mark.parametrize("side", [11_000, 20_000])
def test_an_image_of_too_many_points_is_refused_without_unpacking_it(side):
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    refused(out.getvalue(), "a.png", "điểm ảnh")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\An\\Tờ khai.pdf", "Tờ khai.pdf"),
        ("  Tờ \u200b khai.pdf ", "Tờ khai.pdf"),
        ("n" * 300 + ".pdf", None),
    ],
)
def test_names_are_only_names(name, kept):
    stored = taken(pdf_bytes(), name)
    assert stored.name == kept or (kept is None and len(stored.name) <= 200 and stored.name.endswith(".pdf"))


def test_the_same_content_is_kept_once_under_any_name():
    one, other = taken(pdf_bytes("once"), "a.pdf"), taken(pdf_bytes("once"), "b.pdf")
    assert one.sha256 == other.sha256
    folder = Path(settings.HAIDANG_HOME) / "files" / one.sha256[:2] / one.sha256[2:4]
    assert [path.name for path in folder.iterdir()] == [one.sha256]


def test_an_unknown_file():
    assert not files.is_intact("0" * 64)
    with pytest.raises(FileNotFoundError):
        files.open_file("0" * 64)


def test_a_full_disk_leaves_nothing(monkeypatch):
    content = pdf_bytes("full disk")
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="no space"):
        taken(content, "a.pdf")
    monkeypatch.undo()
    digest = hashlib.sha256(content).hexdigest()
    folder = Path(settings.HAIDANG_HOME) / "files" / digest[:2] / digest[2:4]
    assert list(folder.iterdir()) == []
    assert files.is_intact(taken(content, "a.pdf").sha256)


def no_space(_descriptor):
    raise OSError("no space")


def test_a_process_killed_while_it_writes_leaves_no_file_under_its_name(tmp_path):
    """The write is cut off between the bytes and the rename."""
    program = """
        import os, sys
        import django
        django.setup()
        from haidang.platform import files
        os.fsync = lambda _descriptor: os._exit(9)
        files.store([sys.stdin.buffer.read()], name="a.pdf")
    """
    content = pdf_bytes("killed")
    environment = os.environ | {"HAIDANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "haidang.config.settings"}
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], input=content, env=environment, check=False)
    assert done.returncode == 9
    digest = hashlib.sha256(content).hexdigest()
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert digest not in left
    assert all(name.startswith(".") for name in left)
