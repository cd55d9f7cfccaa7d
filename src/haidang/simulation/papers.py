"""Small real files that simulated people hand in and agencies issue: PDF pages and scanned images, a few of each."""

from dataclasses import replace
from functools import cached_property
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw

from haidang.dossiers.api import Upload
from haidang.platform import files
from haidang.platform.files import StoredFile
from haidang.simulation.matter import Paper

VARIANTS = 5
_INPUT_NAMES = ("to-khai", "don-de-nghi", "ban-chinh-scan", "giay-to-kem-theo", "van-ban-xac-nhan")
_IMAGE_NAMES = ("can-cuoc-mat-truoc", "can-cuoc-mat-sau", "anh-chup-giay-to", "anh-the", "bien-lai")


class Shelf:
    """The files in the installation's store, each stored once when it is first needed."""

    @cached_property
    def _pages(self) -> list[StoredFile]:
        return [
            files.store([pdf(f"BAN QUET SO {number + 1}", pages=1 + number % 3)], name=f"{name}.pdf")
            for number, name in enumerate(_INPUT_NAMES)
        ]

    @cached_property
    def _images(self) -> list[StoredFile]:
        return [files.store([png(number)], name=f"{name}.png") for number, name in enumerate(_IMAGE_NAMES)]

    @cached_property
    def _results(self) -> list[StoredFile]:
        return [
            files.store([pdf(f"KET QUA GIAI QUYET SO {number + 1}", pages=1)], name="ket-qua.pdf")
            for number in range(VARIANTS)
        ]

    def handed_in(self, paper: Paper, number: int) -> Upload:
        """A file for a required document."""
        kind = self._images if paper.is_image else self._pages
        return Upload(kind[number % VARIANTS], paper.title, paper.requirement_key)

    def result(self, code: str, number: int) -> Upload:
        """A result file, named after the dossier."""
        stored = replace(self._results[number % VARIANTS], name=f"ket-qua-{code}.pdf")
        return Upload(stored, "Kết quả giải quyết thủ tục hành chính")


def pdf(title: str, *, pages: int) -> bytes:
    """A PDF of A4 pages that say in plain letters that they are simulated; the same call gives the same bytes."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        words = (
            f"BT /F1 20 Tf 72 740 Td ({title}) Tj 0 -30 Td /F1 12 Tf (Du lieu mo phong - trang {number}/{pages}) Tj ET"
        )
        page.Contents = document.make_stream(words.encode("ascii"))
    held = BytesIO()
    document.save(held, deterministic_id=True)
    return held.getvalue()


def png(number: int) -> bytes:
    """A small image with a frame and some lines, as a photograph of a card would have; a different one per number."""
    image = Image.new("RGB", (320, 200), (236, 240, 244 - 6 * number))
    draw = ImageDraw.Draw(image)
    draw.rectangle((8, 8, 311, 191), outline=(60, 80, 120), width=3)
    draw.rectangle((24, 40, 104, 150), fill=(150 + 15 * number, 160, 175))
    for line in range(5):
        draw.line((124, 52 + 22 * line, 290 - 18 * ((line + number) % 4), 52 + 22 * line), fill=(70, 75, 90), width=4)
    held = BytesIO()
    image.save(held, format="PNG")
    return held.getvalue()
