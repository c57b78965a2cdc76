"""Arbitration: certified gaps within the time of the bars, and what-ifs.

Run: .venv/bin/python -m bench.engine.arbitration [count ...]
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from possibles.engine.arbitration import (
    Effort,
    Lock,
    Solved,
    Verdict,
    check_plan,
    solve_portfolio,
    what_if,
)
from possibles.engine.arbitration.generator import make_portfolio

BARS = {60: (5, 0.005), 150: (10, 0.005), 300: (30, 0.005), 1000: (120, 0.01)}
SEEDS = (1, 2, 3)


def run(counts: Iterable[int] = tuple(BARS)) -> list[dict[str, Any]]:
    rows = []
    for count in counts:
        seconds, bar = BARS[count]
        gaps, times, solved = [], [], None
        for seed in SEEDS if count < 300 else SEEDS[:1]:
            solved, gap, elapsed = _solve(count, seed, seconds, bar)
            gaps.append(gap)
            times.append(elapsed)
        gap, took = statistics.median(gaps), statistics.median(times)
        rows.append(
            {
                "what": f"arbitration of {count} operations, certified gap",
                "measure": f"{gap:.3%} in {took:.1f} s (columns included)",
                "bar": f"<= {bar:.1%} in {seconds} s",
                "ok": gap <= bar and took <= seconds * 1.05,
            }
        )
        if count == 150 and solved is not None:
            rows += _ask(solved)
    return rows


def _solve(
    count: int, seed: int, seconds: float, gap: float
) -> tuple[Solved, float, float]:
    portfolio = make_portfolio(count, seed=seed)
    begin = time.perf_counter()
    solved = solve_portfolio(portfolio, Effort(seconds=seconds, gap=gap, seed=seed))
    elapsed = time.perf_counter() - begin
    plan = solved.result.plan
    if plan is None or check_plan(portfolio, plan):
        return solved, float("inf"), elapsed
    return solved, solved.result.gap, elapsed


def _ask(solved: Solved) -> list[dict[str, Any]]:
    limits, plan = solved.portfolio.limits, solved.result.plan
    if plan is None:
        return []
    free = [key for key in plan.kept() if not solved.portfolio.operation(key).mandatory]
    year = sorted(limits.payments)[2]
    lower = {**limits.payments, year: limits.payments[year] * 9 // 10}
    cases = {
        "one ceiling lowered by 10 %": replace(
            solved.portfolio, limits=replace(limits, payments=lower)
        ),
        "one operation dropped": replace(
            solved.portfolio, locks=(Lock(free[0], Verdict.DROP),)
        ),
    }
    rows = []
    for name, changed in cases.items():
        begin = time.perf_counter()
        answer = what_if(solved, changed, Effort(seconds=0.45, gap=0.02))
        elapsed = time.perf_counter() - begin
        gap = answer.result.gap
        rows.append(
            {
                "what": f"what-if on 150, {name}",
                "measure": f"{gap:.3%} in {elapsed:.2f} s",
                "bar": "<= 2.0% in 0.5 s",
                "ok": gap <= 0.02 and elapsed <= 0.5,
            }
        )
    return rows


def describe_machine() -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}"


if __name__ == "__main__":
    print(describe_machine())
    asked = [int(word) for word in sys.argv[1:]] or list(BARS)
    for row in run(asked):
        mark = "ok " if row["ok"] else "NOT"
        print(f"{mark}  {row['what']:55} {row['measure']:40} {row['bar']}", flush=True)
    print(describe_machine())
