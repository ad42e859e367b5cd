"""What an uploaded form would make of a card's draft, before anybody has decided to take it over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.contents import Typed
from atlas.cards.line_texts import problems_in, texts_of
from atlas.kernel.errors import Place, Problem
from atlas.sheets.filled import EXPLANATION
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.cards.contents import Contents
    from atlas.cards.form_lines import CardForm, Line
    from atlas.cards.line_texts import Places, Texts
    from atlas.kernel.language import Language
    from atlas.sheets.upload import Upload


@dataclass(frozen=True)
class Offered:
    """The draft with every line of the file that can be read; and all that is wrong with the file."""

    contents: Contents
    problems: tuple[Problem, ...] = ()


def offered(
    form: CardForm, draft: Contents, *, upload: Upload, places: Places, language: Language
) -> Offered:  # fmt: skip
    """Return what a card would say after the file was taken over whole.

    Lines that a problem leaves uncertain stay as the draft has them. A file without any contact detail was made for
    somebody who may not see them, so it takes none away; nor does a line without a cell for an explanation.

    Args:
        form: The card's form.
        draft: The card as it is.
        upload: The file, a form of this card.
        places: The territories of the day; the file names them in words.
        language: In which problems name the items.
    """
    contents, problems = draft, list(upload.problems)
    for line in form.lines.values():
        if line.code in upload.wrong or (line.is_personal and not upload.contact):
            continue
        texts = _texts_in(line, upload, places=places)
        refusal = None if line.is_personal else problems_in(line, _answer(texts), places=places)
        if refusal is None:
            contents = contents.having(line, texts, places=places)
        else:
            asked = f"{line.number} {said(line.label, language)}"
            place = Place(cell=upload.cells.get(line.code, ""), asked=asked)
            problems += [Problem(one.code, place, one.facts) for one in refusal.problems]
    return Offered(contents, tuple(sorted(problems, key=_row)))


def shown_texts(line: Line, contents: Contents, *, places: Places) -> Texts:
    """Return everything that a line says, its explanation too, as a page of differences shows and sends it back."""
    return {**contents.texts(line, places=places), EXPLANATION: contents.document.explanations.get(line.code, "")}


def chosen_lines(
    form: CardForm, codes: Iterable[str], *, seen: Mapping[str, Mapping[str, str]], after: Contents, places: Places
) -> dict[str, Typed]:  # fmt: skip
    """Return lines to take over: as the page showed them, and as the file has them. Unknown codes are passed over."""
    known = (form.lines[code] for code in codes if code in form.lines and code in seen)
    return {line.code: Typed(seen[line.code], shown_texts(line, after, places=places)) for line in known}


def _texts_in(line: Line, upload: Upload, *, places: Places) -> Texts:
    if line.is_personal:
        return {"value": upload.contact.get(line.code, "")}
    texts = texts_of(line, upload.document, places=places)
    if line.code in upload.explained:
        texts[EXPLANATION] = upload.document.explanations.get(line.code, "")
    return texts


def _row(problem: Problem) -> int:
    """Return the row of a problem's cell, 0 where it has none."""
    return int("".join(filter(str.isdigit, problem.place.cell)) or 0)


def _answer(texts: Texts) -> Texts:
    return {part: text for part, text in texts.items() if part != EXPLANATION}
