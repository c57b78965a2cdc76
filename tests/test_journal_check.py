import json
import random

import pytest

from possibles.apps.journal.models import Acte
from possibles.journal_check import Fault, Record, find_faults, main
from tests.factories.acteurs import make_organisation


@pytest.fixture
def chain(db) -> list[Record]:
    for _ in range(12):
        make_organisation()
    rows = Acte.objects.order_by("sequence").values_list("sequence", "payload", "hash")
    return [Record(*row) for row in rows]


def test_an_untouched_chain_has_no_fault(chain):
    assert find_faults(chain) == (len(chain), [])


def test_every_mutation_is_found_and_placed(chain):
    dice = random.Random(7)
    anchors = [(chain[-1].sequence, chain[-1].hash)]

    for _ in range(1000):
        kind = dice.choice(["alter", "remove", "insert", "swap", "cut", "forge"])
        at = dice.randrange(1, len(chain) - 1)
        mutated = list(chain)
        victim = mutated[at]
        if kind == "alter":
            mutated[at] = Record(victim.sequence, victim.payload + " ", victim.hash)
        elif kind == "remove":
            del mutated[at]
        elif kind == "insert":
            mutated.insert(at, Record(victim.sequence, victim.payload, "f" * 64))
        elif kind == "swap":
            mutated[at], mutated[at + 1] = mutated[at + 1], mutated[at]
        elif kind == "cut":
            del mutated[at:]
        else:
            mutated[at] = Record(victim.sequence + 1, victim.payload, victim.hash)

        _, faults = find_faults(mutated, anchors)

        assert faults, (kind, at)
        expected = chain[-1].sequence if kind == "cut" else chain[at].sequence
        assert abs(faults[0].sequence - expected) <= 1, (kind, at, faults)


def test_a_cut_tail_is_seen_only_thanks_to_the_anchor(chain):
    anchor = (chain[-1].sequence, chain[-1].hash)

    assert find_faults(chain[:-1]) == (len(chain) - 1, [])
    assert find_faults(chain[:-1], [anchor])[1] == [Fault(anchor[0], "truncated")]


def test_the_command_reads_an_export(chain, tmp_path, capsys):
    export = tmp_path / "journal.jsonl"
    lines = [
        json.dumps({"sequence": r.sequence, "payload": r.payload, "hash": r.hash})
        for r in chain
    ]
    export.write_text("\n".join(lines), encoding="utf-8")

    assert main([str(export)]) == 0
    assert capsys.readouterr().out == (
        f"Journal intact : {len(chain)} actes, chaîne continue.\n"
    )


def test_the_command_says_what_is_wrong(chain, tmp_path, capsys):
    export = tmp_path / "journal.jsonl"
    lines = [
        json.dumps({"sequence": r.sequence, "payload": r.payload, "hash": r.hash})
        for r in chain[1:]
    ]
    export.write_text("\n".join(lines), encoding="utf-8")

    assert main([str(export)]) == 1
    assert capsys.readouterr().out.startswith("Acte 2 : le numéro ne suit pas")
