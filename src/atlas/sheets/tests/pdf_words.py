"""What stands in a PDF, read back by other programs than the one that made it."""

from __future__ import annotations

import io
import subprocess

import pikepdf


def words(pdf):
    """The text of a PDF without spaces, since lines break anywhere."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True)
    return "".join(run.stdout.decode().split())


def joined(text):
    return "".join(text.split())


def sizes_and_standards(pdf):
    """How many pages there are, their sizes in points, and the parts of PDF/A and PDF/UA that the file claims."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as meta:
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in opened.pages}
        return len(opened.pages), sizes, (meta["pdfaid:part"], meta["pdfuaid:part"])
