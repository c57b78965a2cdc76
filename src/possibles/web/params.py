"""Read what an address carries: anything may stand there."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_LARGEST = 2**63 - 1  # what both databases hold


def read_number(text: str | None) -> int | None:
    """Return the whole number an address gives, or nothing when it gives none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    # Python refuses to read a number of thousands of digits.
    number = int(text) if len(text) < 20 else _LARGEST + 1
    return number if number <= _LARGEST else None


def read_next_page(request: HttpRequest) -> str:
    """Return the page of ours that a button was on (`suite`), or an empty text."""
    wanted = request.POST.get("suite", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted[:1] == "/" else ""
