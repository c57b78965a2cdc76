import pytest

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.psplib import parse_psplib
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Resource,
)

TEXT = """\
************************************************************************
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    5
         2     7       1    0
  3      1     4       1    2
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  N 1
    3    6
************************************************************************
"""


def test_parse_psplib_reads_modes_and_stocks():
    problem = parse_psplib(TEXT)

    assert problem == LevelingProblem(
        (
            Activity("1", (Mode(0, (0, 0)),)),
            Activity("2", (Mode(3, (2, 5)), Mode(7, (1, 0)))),
            Activity("3", (Mode(4, (1, 2)),)),
            Activity("4", (Mode(0, (0, 0)),)),
        ),
        (Resource("R1", 3), Resource("N1", 6, renewable=False)),
        (Lag("1", "2"), Lag("1", "3"), Lag("2", "4"), Lag("3", "4")),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        TEXT.replace(
            "doubly constrained        :  0", "doubly constrained        :  1"
        ),
        TEXT.replace(
            "   2        2          1           4",
            "   2        2          2           4",
        ),
        TEXT.replace("   2        2          1", "   2        3          1"),
        TEXT.replace("    3    6", "    3"),
        TEXT.replace("           4\n   3", "           9\n   3"),
    ],
)
def test_parse_psplib_refuses_what_contradicts_itself(text):
    with pytest.raises(InvalidInput):
        parse_psplib(text)
