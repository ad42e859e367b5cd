"""Small worlds worked out by hand: cards as rows, everything else made to fit; reports built from them."""

from datetime import date

from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.writing import write_package
from atlas.engine.run import compute
from atlas.report.build import Reports
from atlas.report.model import Findings, Signals, Table
from atlas.report.tests.reading import blocks_of

A, B, C, D = "0605011", "0605021", "0605031", "0605041"
NAMES = {A: "Łąki", B: "Lipa", C: "Mostki", D: "Zalesie"}


def cards(gmina, *answers, first=1):
    """Cards of organisations 1, 2, 3 … (or from `first` on) of a gmina."""
    return [{"gmina": gmina, "respondent": f"ORG-{gmina}-{number}"} | one for number, one in enumerate(answers, first)]


def card(gmina, **answers):
    """The Karta IZUS of a gmina."""
    return {"gmina": gmina, "respondent": f"IZUS-{gmina}", **answers}


def session(ngo=(), izus=(), *, statistics=(), reasons=(), silent=(), gminas=None, sequence=1, months=12, changes=()):
    """A session's tables; `silent` are (kind, gmina, respondent) that were invited and have not filed."""
    year = 2024 + sequence
    asked = sorted(
        {
            *(("NGO", one["gmina"], one["respondent"]) for one in ngo),
            *(("IZUS", one["gmina"], one["respondent"]) for one in izus),
            *silent,
        }
    )
    codes = gminas or sorted({gmina for _kind, gmina, _who in asked})
    rows = {
        "session": [{
            "session": f"{year}-1", "name": f"Sesja {sequence}", "opens_on": date(year, 2, 1),
            "closes_on": date(year, 4, 30), "period_from": date(year - 1, 13 - months, 1),
            "period_to": date(year - 1, 12, 31), "sequence": sequence, "template_ngo": 1, "template_izus": 1,
        }],
        "scope": [
            {"gmina": code, "name": NAMES.get(code, f"Gmina {code}"), "powiat": code[:4], "voivodeship": code[:2],
             "institution_type": "OPS"}
            for code in codes
        ],
        "invitations": [
            {"card_kind": kind, "gmina": gmina, "respondent": who} for kind, gmina, who in sorted(asked)
        ],
        "organisations": [
            {"respondent": who, "name": f"Organizacja {who}", "legal_form": None, "seat_gmina": None}
            for who in sorted({who for kind, _gmina, who in asked if kind == "NGO"})
        ],
        "institutions": [
            {"respondent": who, "name": f"Ośrodek {who}", "institution_type": "OPS", "seat_gmina": None}
            for who in sorted({who for kind, _gmina, who in asked if kind == "IZUS"})
        ],
        "cards_ngo": list(ngo), "cards_izus": list(izus), "services": [], "territory_statistics": list(statistics),
    }  # fmt: skip
    if reasons:
        names = ("card_kind", "gmina", "respondent", "item", "reason")
        rows["missing_reasons"] = [dict(zip(names, one, strict=True)) for one in reasons]
    if changes:
        rows["territory_changes"] = [{"old": old, "new": new, "from_on": None} for old, new in changes]
    return rows


def report_on(folder, territory, *sessions, audience="public", language="en", mapped=()):
    """Write the sessions as packages, compute and build a territory's report."""
    paths = []
    for number, rows in enumerate(sessions):
        paths.append(folder / f"package-{number}")
        write_package(rows, paths[-1], definitions=shipped_definitions(), format="csv")
    with read_packages(paths) as packages:
        reports = Reports(packages, compute(packages))
        return reports.build(territory, audience=audience, language=language, mapped=mapped)


def findings_in(report):
    """The first page's sentences with their figures."""
    return [
        (one.text, one.figures) for block in blocks_of(report) if isinstance(block, Findings) for one in block.items
    ]


def signals_in(report):
    """The signals' evidence by title."""
    return {one.title: one.evidence for block in blocks_of(report) if isinstance(block, Signals) for one in block.items}


def cells_of(report, identifier):
    """A table's rows as texts; what stands under a figure follows it after a bar."""
    table = next(one for one in blocks_of(report) if isinstance(one, Table) and one.id == identifier)
    return [[f"{cell.text}|{cell.detail}" if cell.detail else cell.text for cell in row] for row in table.rows]
