"""Choose the command, import its module alone, run it, answer errors with a sentence.

Contract of a command module: `register(subparsers)` declares its sub-command and its
options; `run(args)` does the work and returns the exit status.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from possibles.engine.errors import EngineError

COMMANDS = {
    "schedule": "possibles.engine.cli.schedule",
    "compare": "possibles.engine.cli.compare",
    "health": "possibles.engine.cli.health",
    "level": "possibles.engine.cli.level",
    "simulate": "possibles.engine.cli.simulate",
    "arbitrate": "possibles.engine.cli.arbitrate",
}

EXIT_REFUSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0: done, even when the answer is bad news (infeasible is a result). 2: the input
    was refused; one sentence on standard error says why.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="python -m possibles.engine")
    subparsers = parser.add_subparsers(
        dest="command", required=True, metavar="{" + ",".join(COMMANDS) + "}"
    )
    module = _import_command(words)
    if module is None:
        for name in COMMANDS:
            subparsers.add_parser(name)
        parser.parse_args(words)
        return EXIT_REFUSED
    module.register(subparsers)
    return _run(module, parser.parse_args(words))


def _import_command(words: Sequence[str]) -> Any:
    name = words[0] if words else None
    return import_module(COMMANDS[name]) if name in COMMANDS else None


def _run(module: Any, args: argparse.Namespace) -> int:
    try:
        status: int = module.run(args)
    except EngineError as error:
        keys = getattr(error, "keys", ())
        members = f" [{', '.join(keys[:20])}]" if keys else ""
        sys.stderr.write(f"{error}{members}\n")
        return EXIT_REFUSED
    except OSError as error:
        sys.stderr.write(f"{error.strerror or error}: {error.filename or ''}\n")
        return EXIT_REFUSED
    return status
