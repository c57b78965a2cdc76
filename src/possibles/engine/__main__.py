"""`python -m possibles.engine COMMAND …`: the neutral door to the engine.

Each command lives in its own module, imported only when it is asked for, so that
`schedule` never pays for the solvers of `level`.
"""

import sys

from possibles.engine.cli.frame import main

if __name__ == "__main__":
    sys.exit(main())
