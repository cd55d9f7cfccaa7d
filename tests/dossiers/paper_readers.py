"""What independent readers find in a paper: poppler its words and size, zbar its QR code."""

import re
import subprocess
import tempfile
from pathlib import Path


def run(*command, data=b""):
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def text_of(pdf):
    """All words of a PDF, every run of white space as one space."""
    return " ".join(run("pdftotext", "-layout", "-", "-", data=pdf).decode().split())


def pages_of(pdf):
    """The words of each page."""
    pages = run("pdftotext", "-layout", "-", "-", data=pdf).decode().split("\f")
    return [" ".join(page.split()) for page in pages if page.strip()]


def facts_of(pdf):
    """What pdfinfo says, by its labels."""
    lines = run("pdfinfo", "-", data=pdf).decode().splitlines()
    return {label: words.strip() for label, _colon, words in (line.partition(":") for line in lines)}


def code_on(pdf):
    """What the QR code in the top left corner of the first page says."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        # Only the corner: the code has to be there, and an inch and a half of paper is enough to read it.
        corner = ("-x", "0", "-y", "0", "-W", "225", "-H", "225")
        run("pdftoppm", "-r", "150", *corner, "-png", "-singlefile", "-", str(page), data=pdf)
        return run("zbarimg", "--quiet", "--raw", f"{page}.png").decode().strip()


def right_edge_of(pdf):
    """How far to the right any word reaches, in points."""
    found = re.findall(r'<word [^>]*xMax="([0-9.]+)"', run("pdftotext", "-bbox", "-", "-", data=pdf).decode())
    return max(map(float, found))
