"""The rows of a session package from forms that were found good, and from the session's registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas.engine.packages.contract import FORM_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from atlas.definitions.models import CardKind, Definitions
    from atlas.sheets.packaging_rules import Verdict
    from atlas.sheets.reading_form import Form
    from atlas.sheets.session_file import SessionFile

    Rows = list[Mapping[str, object]]
    Answers = Mapping[str, Any]


def tables_of(
    forms: Sequence[Form], verdicts: Sequence[Verdict], *, session: SessionFile, definitions: Definitions
) -> dict[str, Rows]:
    """Return rows by resource of the package's contract, one for each form and verdict."""
    tables: dict[str, Rows] = {name: list(rows) for name, rows in session.tables.items()}
    for optional in ("territory_changes", "errata"):
        if not tables.get(optional):
            tables.pop(optional, None)
    for name in ("cards_ngo", "cards_izus", "territory_statistics", "services"):
        tables[name] = []
    tables |= {"missing_reasons": [], "notes": [], "statistics_sources": []}
    for form, verdict in zip(forms, verdicts, strict=True):
        for name, rows in _rows_of(form, verdict.notes, definitions=definitions).items():
            tables[name] += rows
    return tables


def card_rows(
    kind: CardKind, who: Mapping[str, str], *, answers: Answers, reasons: Mapping[str, str], notes: Mapping[str, str],
    definitions: Definitions,
) -> dict[str, Rows]:  # fmt: skip
    """Return the rows of one card by resource: its own, those of its tables, its reasons and notes.

    Args:
        kind: NGO or IZUS.
        who: `gmina` and `respondent`.
        answers: Values by item code, a multi-choice as a tuple, a table under its code as rows.
        reasons: Why an item has no answer, by item.
        notes: The participant's explanation, by rule.
        definitions: Of the session.
    """
    template = definitions.templates[kind]
    values = {item.code: _cell(answers.get(item.code)) for item in template.package_items}
    card = {"card_kind": kind, **who}
    return {
        FORM_TABLES[kind]: [{**who, **values}],
        **{table.code: [{**who, **row} for row in answers.get(table.code, ())] for table in template.tables},
        "missing_reasons": [{**card, "item": item, "reason": reason} for item, reason in reasons.items()],
        "notes": [{**card, "rule": rule, "explanation": text} for rule, text in notes.items()],
    }


def statistics_rows(
    gmina: str, *, answers: Answers, sources: Mapping[str, tuple[str | None, date | None]], definitions: Definitions
) -> dict[str, Rows]:
    """Return the rows of a gmina's statistics by resource; `sources` are each statistic's source and day."""
    items = definitions.templates["STATISTICS"].package_items
    return {
        FORM_TABLES["STATISTICS"]: [{"gmina": gmina, **{one.code: answers.get(one.code) for one in items}}],
        "statistics_sources": [
            {"gmina": gmina, "statistic": code, "source": source, "as_of": as_of}
            for code, (source, as_of) in sources.items()
        ],
    }


def _rows_of(form: Form, notes: Mapping[str, str], *, definitions: Definitions) -> dict[str, Rows]:
    if form.kind == "STATISTICS":
        return statistics_rows(form.gmina, answers=form.answers, sources=form.sources, definitions=definitions)
    who = {"gmina": form.gmina, "respondent": form.respondent}
    return card_rows(
        form.kind, who, answers=form.answers, reasons=form.reasons, notes=notes, definitions=definitions
    )  # fmt: skip


def _cell(answer: object) -> object:
    return "|".join(answer) if isinstance(answer, tuple) else answer
