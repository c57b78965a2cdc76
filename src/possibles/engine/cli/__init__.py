"""Commands of `python -m possibles.engine`, one module each."""
