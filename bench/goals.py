"""The goals of the engine against the measured figures, and both as Markdown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.contestants import ATLAS, CONTESTANTS, HAND_WRITTEN, PANDAS, POSTGRES, SCAN

CLOSE = 0.2  # a size within 20 % of a goal's counts as the goal's


@dataclass(frozen=True)
class Measure:
    """The best of the rounds; `agrees` None = there was nothing to compare with."""

    seconds: float
    peak_mb: float
    agrees: bool | None = None


HEAD = """# Benchmarks

`make bench` measures the product beside hand-written rivals on the same generated packages (four sessions, 2,477 gminas
from 10^5 cards on, 15 % of organisations in several gminas) and writes this page. Read ratios, not seconds. All
contestants compute the same full grid of 51 indicators at four levels, and their rows are compared. What is not
reached, and why: [speed](../explanation/speed.md).
"""

Figures = dict[tuple[int, str, str], Measure]  # (cards, work, contestant)


class NotMeasuredError(Exception):
    """A figure that a goal needs was not measured."""


@dataclass(frozen=True)
class Goal:
    """`figure(figures, cards)` must be at most (or at least) `limit`; `cards` None = the largest size measured."""

    text: str
    cards: int | None
    limit: float
    figure: Callable[[Figures, int], float]
    at_least: bool = False

    def row(self, figures: Figures) -> tuple[str, ...]:
        """(goal, aim, measured, reached)."""
        sizes = sorted({cards for cards, _, _ in figures})
        wanted = self.cards or sizes[-1]
        size = next((s for s in sizes if abs(s - wanted) <= CLOSE * wanted), None)
        aim = f"{'≥' if self.at_least else '≤'} {self.limit:g}"
        try:
            value = self.figure(figures, size or sizes[-1])
        except NotMeasuredError as reason:
            return self.text, aim, "–", f"not measured: {reason}"
        reached = value >= self.limit if self.at_least else value <= self.limit
        if size is None:
            return self.text, aim, f"{value:.2f} at {power(sizes[-1])}", "not measured at this size"
        return self.text, aim, f"{value:.2f}", "reached" if reached else "**not reached**"


def _get(figures: Figures, cards: int, *, of: tuple[str, str]) -> Measure:
    work, name = of
    try:
        return figures[cards, work, name]
    except KeyError:
        raise NotMeasuredError(f"{name} {work}") from None


def _times(a: tuple[str, str], b: tuple[str, str]) -> Callable[[Figures, int], float]:
    """Seconds of a (work, contestant) over those of b."""
    return lambda f, n: _get(f, n, of=a).seconds / _get(f, n, of=b).seconds


def _memory(a: tuple[str, str], b: tuple[str, str]) -> Callable[[Figures, int], float]:
    return lambda f, n: _get(f, n, of=a).peak_mb / _get(f, n, of=b).peak_mb


def _peak(work: str) -> Callable[[Figures, int], float]:
    return lambda f, n: _get(f, n, of=(work, ATLAS)).peak_mb / 1024


def _growth(figures: Figures, cards: int) -> float:
    """Growth of time over growth of cards, from the smallest size to this one; 1 = linear."""
    least = min(n for n, _, _ in figures)
    if least == cards:
        raise NotMeasuredError("only one size")
    longer = _get(figures, cards, of=("levels", ATLAS)).seconds / _get(figures, least, of=("levels", ATLAS)).seconds
    return longer / (cards / least)


BIG, MIDDLE = 10**7, 400_000
OURS = ("levels", ATLAS)
GOALS = (
    Goal("against hand-written SQL, 10^7 cards", BIG, 1.5, _times(OURS, ("levels", HAND_WRITTEN))),
    Goal("against hand-written SQL, 4·10^5 cards", MIDDLE, 2.2, _times(OURS, ("levels", HAND_WRITTEN))),
    Goal("against the bare scan, 10^7 cards", BIG, 2.5, _times(OURS, ("levels", SCAN))),
    Goal("PostgreSQL's time over ours, 10^7 cards", BIG, 5, _times(("levels", POSTGRES), OURS), at_least=True),
    Goal("pandas' memory over ours, 10^7 cards", BIG, 8, _memory(("levels", PANDAS), OURS), at_least=True),
    Goal("pandas' time over ours, 10^7 cards", BIG, 8, _times(("levels", PANDAS), OURS), at_least=True),
    Goal("panel against levels", None, 3, _times(("panel", ATLAS), OURS)),
    Goal("peak memory at 10^7 cards, GB", BIG, 1, _peak("levels")),
    Goal("peak memory with the panel at 10^7 cards, GB", BIG, 2.5, _peak("panel")),
    Goal("growth of time over growth of cards", BIG, 1, _growth),
)


def power(cards: int) -> str:
    """1000000 → 10^6, 400000 → 4·10^5."""
    digits = f"{cards:.0e}".split("e")
    return f"10^{int(digits[1])}" if digits[0] == "1" else f"{digits[0]}·10^{int(digits[1])}"


def _markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(head)
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def report(figures: Figures, notes: list[str]) -> str:
    """The whole result as Markdown: figures, goals, what was left out."""
    rows = []
    labels = {c.name: c.label for c in CONTESTANTS}
    for (cards, work, name), m in sorted(
        figures.items(), key=lambda x: (x[0][0], x[0][1], list(labels).index(x[0][2]))
    ):
        base = figures.get((cards, work, HAND_WRITTEN))
        agrees = {None: "", True: "yes", False: "**NO**"}[m.agrees]
        ratio = f"{m.seconds / base.seconds:.2f}" if base else ""
        rows.append((power(cards), work, labels[name], f"{m.seconds:.2f}", f"{m.peak_mb:,.0f}", ratio, agrees))
    header = ("cards", "work", "contestant", "s", "peak MB", "against hand-written", "same rows")
    lines = [HEAD, *_markdown(header, rows)]
    lines += ["", *_markdown(("goal", "aim", "measured", ""), (g.row(figures) for g in GOALS))]
    lines += ["", *(f"* {note}" for note in notes)]
    return "\n".join(lines) + "\n"
