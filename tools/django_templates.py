"""Finds the messages of Django's templates for Babel (babel.cfg): one catalogue holds all words of the product."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def extract(  # noqa: PLR0917 -- Babel's signature
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterable[Any]:
    """Give the messages of a template as Babel's own extractor does; Django turns the template into Python first.

    HTML is indented as it likes: Python's tokenizer must not see it.
    """
    python = templatize(fileobj.read().decode("utf-8"), origin=getattr(fileobj, "name", ""))
    flat = "\n".join(line.lstrip() for line in python.splitlines())
    return extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, options)
