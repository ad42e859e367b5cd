"""The rows of a session package from forms that were found good, and from the session's registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.definitions.models import Definitions
    from atlas.sheets.packaging_rules import Verdict
    from atlas.sheets.reading_form import Form
    from atlas.sheets.session_file import SessionFile

    Rows = list[Mapping[str, object]]


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
        if form.kind == "STATISTICS":
            _add_statistics(form, tables, definitions=definitions)
        else:
            _add_card(form, tables, notes=verdict.notes, definitions=definitions)
    return tables


def _add_card(form: Form, tables: dict[str, Rows], *, notes: Mapping[str, str], definitions: Definitions) -> None:
    template = definitions.templates[form.kind]
    who = {"gmina": form.gmina, "respondent": form.respondent}
    values = {item.code: _cell(form.answers.get(item.code)) for item in template.package_items}
    tables[f"cards_{form.kind.lower()}"].append(who | values)
    for table in template.tables:
        tables[table.code] += [who | row for row in form.answers.get(table.code, ())]
    card = {"card_kind": form.kind, **who}
    tables["missing_reasons"] += [card | {"item": item, "reason": reason} for item, reason in form.reasons.items()]
    tables["notes"] += [card | {"rule": rule, "explanation": text} for rule, text in notes.items()]


def _add_statistics(form: Form, tables: dict[str, Rows], *, definitions: Definitions) -> None:
    items = definitions.templates["STATISTICS"].package_items
    tables["territory_statistics"].append(
        {"gmina": form.gmina} | {one.code: form.answers.get(one.code) for one in items}
    )
    tables["statistics_sources"] += [
        {"gmina": form.gmina, "statistic": code, "source": source, "as_of": as_of}
        for code, (source, as_of) in form.sources.items()
    ]


def _cell(answer: object) -> object:
    return "|".join(answer) if isinstance(answer, tuple) else answer
