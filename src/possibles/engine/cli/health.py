"""`health FILE`: the fourteen checks, their thresholds and the offenders."""

import argparse
from typing import Any

from possibles.engine.cli.files import open_project, print_json, print_table


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("health", help="DCMA-14 style checks")
    parser.add_argument("file", help="project, .json or MS Project .xml")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--baseline", metavar="KEY", help="by default the latest")


def run(args: argparse.Namespace) -> int:
    """Print the findings; a failed check is an answer, not a failure."""
    project = open_project(args.file)
    from possibles.engine.formats.results_json import dump_findings
    from possibles.engine.scheduling.health import assess_health
    from possibles.engine.scheduling.schedule import compute_schedule
    from possibles.engine.scheduling.variance import find_baseline

    schedule = compute_schedule(project)
    baseline = None
    if args.baseline is not None:
        baseline = find_baseline(project, args.baseline)
    findings = dump_findings(assess_health(schedule, baseline))
    if args.json:
        print_json({"checks": findings})
    else:
        _print(findings)
    return 0


def _print(findings: list[dict[str, Any]]) -> None:
    words = {True: "passed", False: "FAILED", None: "skipped"}
    rows: list[tuple[object, ...]] = [
        (
            item["check"],
            words[item["passed"]],
            f"{item['count']}/{item['total']}",
            item["threshold"],
            item["skipped"] or ", ".join(item["offenders"][:8]),
        )
        for item in findings
    ]
    print_table(("check", "result", "count", "threshold", "offenders"), rows)
