"""Read what an address carries: anything may stand there."""

_LARGEST = 2**63 - 1  # what both databases hold


def read_number(text: str | None) -> int | None:
    """Return the whole number an address gives, or nothing when it gives none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    # Python refuses to read a number of thousands of digits.
    number = int(text) if len(text) < 20 else _LARGEST + 1
    return number if number <= _LARGEST else None
