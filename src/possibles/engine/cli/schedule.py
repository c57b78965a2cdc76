"""`schedule FILE`: dates, floats, critical tasks, contradictions."""

import argparse
from typing import Any

from possibles.engine.cli.files import (
    open_project,
    print_json,
    print_table,
    save_schedule,
)
from possibles.engine.errors import InvalidInput


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("schedule", help="dates, floats, critical tasks")
    parser.add_argument("file", help="project, .json or MS Project .xml")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--why", metavar="KEY", help="explain the start of one task")
    parser.add_argument("--out", metavar="FILE", help="also write .xml or .json")


def run(args: argparse.Namespace) -> int:
    """Print the dates; contradictions are part of the answer, not a failure."""
    project = open_project(args.file)
    from possibles.engine.formats.results_json import dump_explanation, dump_schedule
    from possibles.engine.scheduling.explain import explain_start
    from possibles.engine.scheduling.schedule import compute_schedule

    schedule = compute_schedule(project)
    if args.out:
        save_schedule(schedule, args.out)
    result = dump_schedule(schedule)
    if args.why is not None:
        if args.why not in schedule:
            raise InvalidInput("The task is unknown.", keys=[args.why])
        why = explain_start(schedule, args.why)
        result["why"] = dump_explanation(why, project.origin)
    if args.json:
        print_json(result)
    else:
        _print(result)
    return 0


def _print(result: dict[str, Any]) -> None:
    columns = ("key", "start", "finish", "total_float", "free_float")
    rows: list[tuple[object, ...]] = [
        (
            *(task[name] for name in columns),
            "critical" if task["critical"] else "",
            task["name"],
        )
        for task in result["tasks"]
    ]
    print_table(("key", "start", "finish", "float", "free", "", "name"), rows)
    for conflict in result["conflicts"]:
        members = " > ".join(conflict["members"])
        print_table((conflict["kind"], f"{conflict['days']} days", members), [])
    for step in result.get("why", {}).get("chain", []):
        cause = step["cause"]["kind"]
        print_table((step["start"], step["finish"], step["key"], cause), [])
