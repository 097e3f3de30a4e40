"""The proof of the measures: what the simulations say of every estimator, and whether what is promised holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from framing.measure.discoveries import evaluate_discoveries, evaluate_spread
from framing.measure.simulate import Row, evaluate_correction, evaluate_shares

_MANY = 2000


def broken_bounds(rows: Iterable[Row], *, replications: int) -> list[str]:
    """What trusted estimators promise and do not keep: mean coverage .94 to .97, no cell of 20 articles under .92, of 8 under .90.

    With fewer than 2,000 replications two Monte Carlo standard errors are allowed for.
    """
    slack = 2 * float(np.sqrt(0.95 * 0.05 / replications)) if replications < _MANY else 0.0
    problems = []
    families: dict[str, list[Row]] = {}
    for row in rows:
        if row.trusted and row.articles >= 8:
            families.setdefault(row.estimator.partition(" (")[0], []).append(row)
            floor = 0.92 if row.articles >= 20 else 0.90
            if row.coverage < floor - slack:
                problems.append(f"{row.estimator}: {row.articles} articles, share {row.share}: coverage {row.coverage:.3f} under {floor}")
    for name, members in families.items():
        mean = float(np.mean([row.coverage for row in members]))
        if not 0.94 - slack <= mean <= 0.97 + slack:
            problems.append(f"{name}: mean coverage {mean:.3f} not in .94 to .97")
    return problems


def coverage_table(rows: Sequence[Row]) -> str:
    """The rows as text: for every estimator a line, its coverage and mean width for each number of articles."""
    names = list(dict.fromkeys(row.estimator for row in rows))
    sizes = sorted({row.articles for row in rows})
    shares = sorted({row.share for row in rows})
    width = max(len(name) for name in names) + 2
    lines = ["coverage of nominal 95% intervals (mean width)", "".ljust(width) + "share  " + "".join(f"{size:>14}" for size in sizes)]
    found = {(row.estimator, row.articles, row.share): row for row in rows}
    for name in names:
        for share in shares:
            cells = (found.get((name, size, share)) for size in sizes)
            texts = ("".rjust(14) if cell is None else f"{cell.coverage:.3f} ({cell.width:.2f})".rjust(14) for cell in cells)
            lines.append(name.ljust(width) + f"{share:<7}" + "".join(texts))
    return "\n".join(lines)


def evaluate_measures(*, replications: int = 2000, seed: int = 1, say: Callable[[str], None] = print) -> bool:
    """Prints the coverage of every estimator and the rate of false discoveries; True where all that is promised holds."""
    rows = evaluate_shares(replications=replications, seed=seed)
    corrected = evaluate_correction(replications=replications, seed=seed)
    say(coverage_table(rows))
    say("\nwith a coder who errs; columns: articles coded by people")
    say(coverage_table(corrected))
    say("\nentropy and differences")
    say(coverage_table(evaluate_spread(replications=max(replications // 4, 100), seed=seed)))
    problems = broken_bounds([*rows, *corrected], replications=replications)
    for name, rate, error in evaluate_discoveries(replications=max(replications // 4, 100), seed=seed):
        say(f"false discovery rate, {name}: {rate:.3f} (Monte Carlo error {error:.3f})")
        if rate > 0.05 + 2 * error:
            problems.append(f"false discovery rate, {name}: {rate:.3f}")
    for problem in problems:
        say(f"BROKEN {problem}")
    say("all bounds hold" if not problems else f"{len(problems)} bounds broken")
    return not problems
