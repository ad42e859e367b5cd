"""Whatever the cards: no sentence of a report contradicts the figures, and none names what must not be published."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from tests.recomputation import agreement, worlds

from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute
from atlas.kernel.teryt import COUNTRY, level_of
from atlas.report.build import Reports
from atlas.report.model import Findings, Heat, Map, Ranking, Signals
from atlas.report.rules import is_withheld
from atlas.report.tests.reading import blocks_of, rows_of

SETTINGS = settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
CHANGE = re.compile(r"has (risen|fallen) from ([\d,]+) to ([\d,]+)")


class Known:
    """The results of a session, by territory."""

    def __init__(self, results, session):
        self.rows = {
            (row["indicator"], row["territory"]): row
            for row in results.indicators.to_pylist()
            if row["session"] == session and row["breakdown"] is None
        }
        self.pairs = {
            (row["pair"], row["territory"]): row for row in results.pairs.to_pylist() if row["session"] == session
        }
        rows = [row for row in results.disclosure.to_pylist() if row["session"] == session]
        self.guarded = {row["indicator"] for row in rows}
        self.told = {
            (row["indicator"], row["breakdown"] or "", row["territory"])
            for row in rows
            if is_withheld(contributors=row["contributors"] or 0, top_share=row["top_share"])
        }


@SETTINGS
@given(worlds.worlds(max_gminas=4, max_sessions=3))
def test_no_public_report_contradicts_its_figures_or_tells_a_withheld_one(world):
    with (
        tempfile.TemporaryDirectory() as folder,
        read_packages(agreement.written(world, Path(folder), kind="parquet")) as packages,
    ):
        results = compute(packages)
        reports = Reports(packages, results)
        last = max(packages, key=lambda one: one.session.sequence)
        territories = {
            row["territory"] for row in results.indicators.to_pylist() if row["session"] == last.session.code
        }
        for territory in sorted(territories):
            report = reports.build(territory, audience="public", language="en", mapped=territories)
            known = Known(results, report.seal.session)
            check_sentences(report, known)
            check_signals(report, known)
            check_pictures(report, known)


def check_sentences(report, known):
    for finding in (one for block in blocks_of(report) if isinstance(block, Findings) for one in block.items):
        change = CHANGE.search(finding.text)
        if change:
            check_change(change, finding, row=known.rows[finding.indicator, report.territory], known=known)
        elif finding.text.startswith("Organisations with contracts"):
            row = known.rows["NGO-3.4", report.territory]
            assert row["value"] <= 100
            assert f"{row['numerator']:,.0f} of {row['denominator']:,.0f}" in finding.figures
            assert f"{row['cards']:,} of {row['invited']:,} card" in finding.figures
        elif finding.text.startswith("The two sides differ"):
            ours = [one for (_pair, territory), one in known.pairs.items() if territory == report.territory]
            said = [int(one.replace(",", "")) for one in re.findall(r"(?:report|institutions) ([\d,]+)", finding.text)]
            assert said in [[one["ngo"], one["izus"]] for one in ours]
        elif finding.text.startswith("For "):
            wholes = [row for key, row in rows_of(report).items() if not key[1]]
            assert finding.text.startswith(f"For {sum(row.value.raw is None for row in wholes)} of {len(wholes)} ")


def check_change(change, finding, *, row, known):
    way, then, now = change.group(1), *(float(one.replace(",", "")) for one in change.groups()[1:])
    assert (then, now) == (row["panel_baseline"], row["panel_value"])
    assert (now > then) == (way == "risen")
    assert finding.indicator not in known.guarded
    assert row["panel_n"] >= (3 if finding.indicator.startswith("NGO") else 1)


def check_signals(report, known):
    """A line of evidence that begins with an indicator shows its value, or its panel, and is not withheld."""
    for signal in (one for block in blocks_of(report) if isinstance(block, Signals) for one in block.items):
        for line in signal.evidence:
            name = re.match(r"(?:NGO|IZUS|EFF)-[\d.]+\b", line)
            if name:
                assert (name.group(), "", report.territory) not in known.told
                assert known.rows[name.group(), report.territory]["value"] is not None or "panel" in line
            if signal.title == "There are contracts, but no users":
                assert "users 0" in line


def check_pictures(report, known):
    for block in blocks_of(report):
        if isinstance(block, Ranking):
            shown = {bar.territory: bar.value for bar in block.bars}
        elif isinstance(block, Map):
            shown = {area.code: area.value for area in block.areas}
        elif isinstance(block, Heat):
            assert all(cell.value is not None or cell.shade is None for row in block.cells for cell in row)
            continue
        else:
            continue
        check_below(block.title.split()[0], shown, report=report, known=known)


def check_below(indicator, shown, *, report, known):
    """What is shown is the results' own; what tells too much is not shown, nor what would give it back."""
    for code, value in shown.items():
        row = known.rows.get((indicator, code))
        assert value is None or value == row["value"]
        assert value is None or (indicator, "", code) not in known.told
    if (indicator, "", report.territory) in known.told or rows_of(report)[indicator, ""].value.raw is None:
        return
    sums = {code: known.rows[indicator, code]["numerator"] for code in parts_of(report.territory, known)}
    hidden = [code for code, number in sums.items() if number and shown.get(code) is None and code in shown]
    told = [code for code in sums if (indicator, "", code) in known.told]
    assert not told or len(hidden) > 1


def parts_of(territory, known):
    levels = {"country": "voivodeship", "voivodeship": "powiat", "powiat": "gmina"}
    below = levels.get(level_of(territory))
    codes = {code for _indicator, code in known.rows if level_of(code) == below}
    return [code for code in codes if territory == COUNTRY or code.startswith(territory)]
