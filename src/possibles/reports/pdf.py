"""Paper: the same data as the screen, paginated, tagged for screen readers (PDF/UA)."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

_HERE = Path(__file__).parent / "templates" / "reports"


class PdfUnavailableError(Exception):
    """The system libraries that draw pages are missing; `command` installs them."""

    command = (
        "sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def write_pdf(template: str, context: dict[str, Any]) -> bytes:
    """Draw a report template.

    The context gains `at` (the moment of printing) and `fingerprint` (twelve characters
    of the SHA-256 of what is printed), both shown at the foot of each page.

    Raises
    ------
    PdfUnavailableError
        When Pango is not installed on the machine.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PdfUnavailableError from error

    body = render_to_string(template, {**context, "at": timezone.localtime()})
    fingerprint = hashlib.sha256(body.encode()).hexdigest()[:12]
    html = body.replace("@@EMPREINTE@@", fingerprint)
    fonts = FontConfiguration()
    sheets = [
        CSS(string=_font_face(), font_config=fonts),
        CSS(filename=str(_HERE / "paper.css"), font_config=fonts),
    ]
    drawn = HTML(string=html, base_url=str(_HERE)).write_pdf(
        stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return bytes(drawn)


def _font_face() -> str:
    folder = Path(settings.ROOT) / "front" / "out" / "fonts"
    faces = [
        f"@font-face {{ font-family: Inter; "
        f"src: url('{(folder / name).as_uri()}') format('woff2'); "
        f"unicode-range: {span}; }}"
        for name, span in (
            (
                "inter-latin-wght-normal.woff2",
                (
                    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, "
                    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215"
                ),
            ),
            (
                "inter-latin-ext-wght-normal.woff2",
                "U+0100-02BA, U+1E00-1E9F, U+20A0-20AB",
            ),
        )
        if (folder / name).exists()
    ]
    return "\n".join(faces)
