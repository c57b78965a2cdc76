"""Mutation testing of the engine's pure modules, by group: `./possibles mutation`.

mutmut changes one thing at a time in the code; a mutant that no test notices survives.
The engine and its tests are copied into a folder of their own, so that neither Django nor
the tests of the product are ever loaded. See docs/decisions/mutation-testing.md.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINE = Path("src/possibles/engine")
REPORT = ROOT / "bench" / "results" / "mutation.md"
BAR = 85
# The group, the files mutated and the tests that must notice, under the engine.
GROUPS = {
    "dates": (["calendars/*.py"], ["calendars"]),
    "money": (["finance/*.py"], ["finance"]),
    "hours": (["insertion/*.py"], ["insertion"]),
}
KILLED = {"killed", "timeout", "segfault", "caught by type check"}
LINE = re.compile(r"^\s*possibles\.engine\.(\S+?)__mutmut_(\d+): (.+)$")


@dataclass(slots=True)
class Score:
    """What became of the mutants of a group, and the functions where some survived."""

    outcomes: Counter[str] = field(default_factory=Counter)
    survivors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return self.outcomes.total()

    @property
    def killed(self) -> int:
        return sum(self.outcomes[outcome] for outcome in KILLED)

    @property
    def percent(self) -> float:
        return 100 * self.killed / self.total if self.total else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    options = parser.parse_args()
    strangers = set(options.groups) - set(GROUPS)
    if strangers:
        parser.error(f"unknown group: {', '.join(sorted(strangers))}")
    scores = {
        name: measure(name, options.keep) for name in options.groups or list(GROUPS)
    }
    if not options.groups:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(write_report(scores), encoding="utf-8")
        print(f"Écrit : {REPORT}")
    return 0 if all(score.percent >= BAR for score in scores.values()) else 1


def measure(group: str, keep: Path | None) -> Score:
    """Mutate one group and run its tests against every mutant."""
    with tempfile.TemporaryDirectory(prefix="possibles-mutation-") as temporary:
        folder = (keep / group) if keep else Path(temporary)
        copy_engine(folder)
        (folder / "pyproject.toml").write_text(configure(group), encoding="utf-8")
        began = time.monotonic()
        run(folder, "run", "--max-children", str(os.cpu_count() or 1))
        score = read_results(run(folder, "results", "--all", "true"))
        score.seconds = time.monotonic() - began
    print(
        f"{group} : {score.killed} / {score.total} tués, {score.percent:.1f} %"
        f" (borne : {BAR} %), {score.seconds:.0f} s",
        flush=True,
    )
    return score


def copy_engine(folder: Path) -> None:
    """Copy the engine and its tests, nothing else."""
    for part in (ENGINE, Path("tests/engine")):
        shutil.rmtree(folder / part, ignore_errors=True)
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
    for package in (ENGINE.parent, Path("tests")):
        shutil.copy(ROOT / package / "__init__.py", folder / package)


def configure(group: str) -> str:
    """Return the settings of mutmut and pytest in the copy."""
    sources, tests = GROUPS[group]
    only = [str(ENGINE / source) for source in sources]
    chosen = [f"tests/engine/{test}" for test in tests]
    return f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {only}
pytest_add_cli_args_test_selection = {chosen}
pytest_add_cli_args = ["-p", "no:django", "-p", "no:randomly", "-p", "no:xdist"]
use_git_change_detection = false

[tool.pytest.ini_options]
pythonpath = ["src", "."]
addopts = ["--import-mode=importlib"]
"""


def run(folder: Path, *arguments: str) -> str:
    """Run mutmut in the copy; on failure show what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": "", "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
        sys.exit(f"mutmut {arguments[0]} failed ({done.returncode})")
    return done.stdout


def read_results(text: str) -> Score:
    score = Score()
    for line in text.splitlines():
        if match := LINE.match(line):
            place, _, outcome = match.groups()
            score.outcomes[outcome] += 1
            if outcome not in KILLED:
                score.survivors[readable(place)] += 1
    return score


def readable(place: str) -> str:
    """Turn mutmut's name of a function (`m.xǁPeriodǁ__add__`) into ours."""
    module, _, name = place.rpartition(".")
    return f"{module}.{name.removeprefix('x').strip('ǁ_').replace('ǁ', '.')}"


def write_report(scores: dict[str, Score]) -> str:
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}"
    told = (
        f"`./possibles mutation`, {time.strftime('%Y-%m-%d')}, {machine}. Bar: {BAR} %"
        " killed in each group. What is mutated and why some survive:"
        " docs/decisions/mutation-testing.md."
    )
    lines = [
        "# Mutation testing",
        "",
        told,
        "",
        "| group | mutants | killed | survived | share | seconds |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {s.total} | {s.killed} | {s.total - s.killed}"
        f" | {s.percent:.1f} % | {s.seconds:.0f} |"
        for name, s in scores.items()
    ]
    lines += ["", "Functions with survivors:", ""]
    for score in scores.values():
        lines += [f"- `{place}`: {n}" for place, n in sorted(score.survivors.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
