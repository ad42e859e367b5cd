"""Writes synthetic session packages for the benchmark by the contract of session-package.md.

The same arguments give the same bytes. Run `python -m bench.generate OUT CARDS SEED` for a set of one's own.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench import synthetic
from bench.population import Ints, Population, Territories, territories

CHUNK = 1 << 19  # rows made at once: bounds the memory
ROW_GROUP = 1 << 17
FORMS = pa.array(["association", "foundation", "social_cooperative", "farmers_wives_circle", "other"])
TYPES = {pa.string(): "string", pa.int64(): "integer", pa.bool_(): "boolean", pa.date32(): "date",
         synthetic.MONEY: "number"}  # fmt: skip
KEYS: dict[str, list[str]] = {
    "session": ["session"], "scope": ["gmina"], "invitations": ["card_kind", "gmina", "respondent"],
    "organisations": ["respondent"], "institutions": ["respondent"], "cards_ngo": ["gmina", "respondent"],
    "cards_izus": ["gmina", "respondent"], "services": ["gmina", "respondent", "service"],
    "territory_statistics": ["gmina"],
}  # fmt: skip


@dataclass
class Package:
    """A package being written: its folder, and the description of each resource written so far."""

    folder: Path
    code: str

    def __post_init__(self) -> None:
        self.resources: list[dict[str, object]] = []
        self.folder.mkdir(parents=True)

    def write(self, name: str, tables: Iterator[pa.Table]) -> None:
        """One resource from its tables in order; the first one gives the schema."""
        path = self.folder / f"{name}.parquet"
        first = next(tables)
        with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
            writer.write_table(first, row_group_size=ROW_GROUP)
            for table in tables:
                writer.write_table(table, row_group_size=ROW_GROUP)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        fields = [{"name": f.name, "type": TYPES[f.type]} for f in first.schema]
        self.resources.append({"name": name, "path": path.name, "format": "parquet", "hash": f"sha256:{digest}",
                               "schema": {"fields": fields, "primaryKey": KEYS[name]}})  # fmt: skip

    def seal(self) -> None:
        """datapackage.json, last."""
        about = {"name": f"synthetic-{self.code}", "title": f"Dane syntetyczne, sesja {self.code}"}
        text = json.dumps({**about, "resources": self.resources}, ensure_ascii=False, indent=1)
        (self.folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def generate(out: Path, *, cards: int, sessions: int = 4, seed: int) -> list[Path]:
    """Write `sessions` packages with `cards` Karty NGO in all, and one Karta IZUS for each gmina and session.

    Returns:
        The folders of the packages by sequence, `out/2025-1` and so on, two sessions a year.
    """
    rng = np.random.default_rng([seed, 0])
    land = territories(cards=cards, rng=rng)
    population = Population(land, rng)
    institution = _institutions(rng, land)
    folders = []
    for sequence in range(1, sessions + 1):
        filed = cards * sequence // sessions - cards * (sequence - 1) // sessions
        if sequence == 1:
            population.start(filed)
        else:
            population.advance(filed)
            stays = rng.random(len(institution)) > 0.1
            institution = [c if s else f"{c[:16]}-{sequence}" for c, s in zip(institution, stays, strict=True)]
        folders.append(_session(out, population, institution=institution, sequence=sequence, cards=filed, seed=seed))
    return folders


def _institutions(rng: np.random.Generator, land: Territories) -> list[str]:
    """The institution of each gmina; one in twenty gminas is served by its neighbour's in the same powiat."""
    own = np.arange(len(land.codes))
    shared = (rng.random(own.size) < 0.05) & (np.roll(land.powiat, 1) == land.powiat)
    return [f"SYN-IZUS-{land.codes[i - 1] if s else land.codes[i]}" for i, s in zip(own, shared, strict=True)]


def _session(out: Path, people: Population, *, institution: list[str], sequence: int, cards: int, seed: int) -> Path:
    year, half = 2025 + (sequence - 1) // 2, 1 + (sequence - 1) % 2
    package = Package(out / f"{year}-{half}", f"{year}-{half}")
    land, rng = people.land, np.random.default_rng([seed, sequence])
    gminas = pa.array(land.codes)
    gmina, organisation = people.pairs(people.active, cards)
    package.write("session", iter([_about(package.code, year=year, half=half, sequence=sequence)]))
    package.write("scope", iter([_scope(land, institution)]))
    package.write("invitations", _invitations(people, institution, gmina=gmina, organisation=organisation))
    package.write("organisations", _register(people, np.union1d(organisation, people.silent)))
    package.write("institutions", iter([_offices(institution)]))

    def ngo(start: int, end: int) -> pa.Table:
        keys = {"gmina": gminas.take(gmina[start:end]), "respondent": codes(organisation[start:end])}
        return pa.table({**keys, **synthetic.ngo_answers(rng, end - start)})

    package.write("cards_ngo", _chunks(cards, ngo))
    keys = {"gmina": gminas, "respondent": pa.array(institution)}
    package.write("cards_izus", iter([pa.table({**keys, **synthetic.izus_answers(rng, len(gminas))})]))
    package.write("services", _services(rng, gminas, gmina=gmina, organisation=organisation))
    known = np.flatnonzero(rng.random(len(gminas)) >= 0.01)  # a gmina without a row: all missing
    table = pa.table({"gmina": gminas, **synthetic.statistics(rng, len(gminas))})
    package.write("territory_statistics", iter([table.take(known)]))
    package.seal()
    return package.folder


def codes(organisation: Ints) -> pa.Array:
    """Stable codes of organisations: SYN-NGO-0000123."""
    number = pc.utf8_lpad(pa.array(organisation).cast(pa.string()), 7, padding="0")
    return pc.binary_join_element_wise("SYN-NGO-", number, "")


def _chunks(rows: int, make: Callable[[int, int], pa.Table]) -> Iterator[pa.Table]:
    for start in range(0, max(rows, 1), CHUNK):
        yield make(start, min(start + CHUNK, rows))


def _about(code: str, *, year: int, half: int, sequence: int) -> pa.Table:
    first, last = (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
    opens, closes = (
        (date(year, 7, 1), date(year, 8, 31)) if half == 1 else (date(year + 1, 1, 1), date(year + 1, 2, 28))
    )
    row: dict[str, str | int | date] = {
        "session": code, "name": f"Sesja syntetyczna {code}", "opens_on": opens, "closes_on": closes,
        "period_from": first, "period_to": last, "sequence": sequence, "template_ngo": 1, "template_izus": 1,
    }  # fmt: skip
    return pa.table({name: [value] for name, value in row.items()})


def _scope(land: Territories, institution: list[str]) -> pa.Table:
    return pa.table({
        "gmina": land.codes, "name": [f"Gmina syntetyczna {c}" for c in land.codes],
        "powiat": [c[:4] for c in land.codes], "voivodeship": [c[:2] for c in land.codes],
        "institution_type": [_type(c) for c in institution],
    })  # fmt: skip


def _type(institution: str) -> str:
    return "CUS" if int(institution[9:16]) % 4 == 0 else "OPS"


def _invitations(people: Population, institution: list[str], *, gmina: Ints, organisation: Ints) -> Iterator[pa.Table]:
    """All who filed and those who never do."""
    gminas = pa.array(people.land.codes)
    izus = {"card_kind": pa.repeat("IZUS", len(gminas)), "gmina": gminas, "respondent": pa.array(institution)}
    yield pa.table(izus)
    silent = people.pairs(people.silent)
    gmina, organisation = np.concatenate([gmina, silent[0]]), np.concatenate([organisation, silent[1]])
    order = np.lexsort((organisation, gmina))
    gmina, organisation = gmina[order], organisation[order]

    def part(start: int, end: int) -> pa.Table:
        columns = [pa.repeat("NGO", end - start), gminas.take(gmina[start:end]), codes(organisation[start:end])]
        return pa.table(columns, names=["card_kind", "gmina", "respondent"])

    yield from _chunks(gmina.size, part)


def _register(people: Population, organisation: Ints) -> Iterator[pa.Table]:
    gminas = pa.array(people.land.codes)

    def part(start: int, end: int) -> pa.Table:
        mine = organisation[start:end]
        names = pc.binary_join_element_wise("Organizacja syntetyczna ", pa.array(mine).cast(pa.string()), "")
        seats = gminas.take(people.places[mine, 0])
        columns = [codes(mine), names, FORMS.take(mine % len(FORMS)), seats]
        return pa.table(columns, names=["respondent", "name", "legal_form", "seat_gmina"])

    return _chunks(organisation.size, part)


def _offices(institution: list[str]) -> pa.Table:
    own = sorted(set(institution))
    return pa.table({"respondent": own, "name": [f"Instytucja syntetyczna {c[9:]}" for c in own],
                     "institution_type": [_type(c) for c in own], "seat_gmina": [c[9:16] for c in own]})  # fmt: skip


def _services(rng: np.random.Generator, gminas: pa.Array, *, gmina: Ints, organisation: Ints) -> Iterator[pa.Table]:
    names = pa.array(synthetic.SERVICES)

    def part(start: int, end: int) -> pa.Table:
        card, service = synthetic.service_rows(rng, end - start)
        card += start
        return pa.table({
            "gmina": gminas.take(gmina[card]), "respondent": codes(organisation[card]), "service": names.take(service),
            "users": synthetic.numbers(rng, card.size, top=200, missing=0.15, zero=0.1),
            "ngo_staff": synthetic.numbers(rng, card.size, top=25, missing=0.15, zero=0.15),
            "cost_pln": synthetic.money(rng, card.size, missing=0.15),
        })  # fmt: skip

    return _chunks(gmina.size, part)


if __name__ == "__main__":
    for written in generate(Path(sys.argv[1]), cards=int(float(sys.argv[2])), seed=int(sys.argv[3])):
        print(written)
