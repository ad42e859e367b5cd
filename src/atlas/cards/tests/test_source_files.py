"""Hostile and honest files offered as a card's source: what is kept is what its name says, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from atlas.cards.source_files import JPEG, LARGEST, PDF, PNG, XLSX, kind_of, shown_name
from atlas.kernel.errors import DomainError

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FORM = Path(__file__).parents[4] / "examples"


def picture(kind="PNG", *, size=(20, 10)):
    file = io.BytesIO()
    Image.new("L", size, 200).save(file, kind)
    return file.getvalue()


def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.js", "alert(1)")
    return file.getvalue()


@pytest.mark.parametrize(("name", "content", "kind"), [
    ("Skan karty.PDF", SCAN, PDF), ("zdjecie.jpg", picture("JPEG"), JPEG), ("zdjecie.jpeg", picture("JPEG"), JPEG),
    ("skan.png", picture(), PNG),
])  # fmt: skip
def test_scans_and_photographs_are_taken(name, content, kind):
    assert kind_of(content, name=name) == kind


def test_a_form_received_by_mail_is_taken():
    form = next(FORM.rglob("*.xlsx"), None)
    assert form is not None
    assert kind_of(form.read_bytes(), name="karta.xlsx") == XLSX


@pytest.mark.parametrize(("name", "content", "refused"), [
    ("pusty.pdf", b"", "source-empty"),
    ("wielki.pdf", b"%PDF-1.4" + b" " * LARGEST, "source-too-large"),
    ("program.exe", b"MZ\x90\x00", "source-of-other-type"),
    ("strona.html", b"<html><script>", "source-of-other-type"),
    ("obraz.svg", b"<svg onload='x'/>", "source-of-other-type"),
    ("skan.pdf", b"<html><script>alert(1)</script>%PDF-1.4 %%EOF", "source-of-other-type"),
    ("skan.pdf", picture(), "source-of-other-type"),
    ("skan.png", SCAN, "source-of-other-type"),
    ("bez-konca", SCAN, "source-of-other-type"),
    ("uciety.pdf", SCAN[:30], "source-damaged"),
    ("uciety.png", picture()[:40], "source-damaged"),
    ("udaje.png", b"\x89PNG\r\n\x1a\n" + b"<script>" * 9, "source-damaged"),
    ("skan.pdf", SCAN + archive(), "source-two-in-one"),
    ("skan.pdf", SCAN + b"<script>alert(1)</script>", "source-two-in-one"),
    ("zdjecie.jpg", picture("JPEG") + archive(), "source-two-in-one"),
    ("skan.png", picture() + b"<?php system('id');", "source-two-in-one"),
    ("skan.pdf", SCAN.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "source-active"),
    ("skan.pdf", SCAN.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 3 0 R>>/EmbeddedFile"), "source-active"),
    ("bomba.png", picture(size=(20_000, 3_000)), "source-too-many-pixels"),
    ("bomba.png", picture(size=(20_000, 6_000)), "source-too-many-pixels"),
    ("karta.xlsx", archive(), "sheet-not-xlsx"),
])  # fmt: skip
def test_what_is_something_else_is_refused(name, content, refused):
    with pytest.raises(DomainError, match=refused):
        kind_of(content, name=name)


@pytest.mark.parametrize(("name", "kept"), [
    ("Karta NGO (skan).PDF", "Karta NGO (skan).pdf"), ("..\\..\\etc\\hasła.pdf", "hasła.pdf"),
    ("/etc/passwd/../x.pdf", "x.pdf"), ('a"\r\nSet-Cookie: b.pdf', "a_Set-Cookie_ b.pdf"),
    ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
])  # fmt: skip
def test_a_files_name_is_kept_without_its_road_and_tricks(name, kept):
    assert shown_name(name) == kept
