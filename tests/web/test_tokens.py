"""Every pair of colours that carries words or a control is readable, in light and dark."""

import re
from itertools import product

import pytest
from django.conf import settings

TOKENS = settings.ROOT / "front" / "src" / "styles" / "tokens.css"
STATES = ["securise", "atteignable", "appui", "compromis", "inconnu"]
GROUNDS = ["ground", "surface", "surface-2"]
WORDS = [
    *product(["ink", "ink-2", "blue"], [*GROUNDS, "surface-3"]),
    *product(["ochre", *STATES], GROUNDS),
    *((state, f"{state}-soft") for state in STATES),
    ("ochre", "ochre-soft"),
    ("blue", "blue-soft"),
    ("ink", "blue-soft"),
    ("ink", "ochre-soft"),
    ("ink", "compromis-soft"),
    ("blue", "ochre-soft"),
    ("on-blue", "blue-fill"),
    ("on-blue", "blue-fill-2"),
    *product([f"chart-{n}" for n in range(1, 7)], ["surface"]),
]
# Borders of controls, bars and marks: 3:1 is what is asked of them.
SHAPES = [
    *product(["line-strong"], ["surface", "ground"]),
    *product(["bar", "securise-fill"], ["surface-3"]),
    *((f"{state}-fill", "surface") for state in STATES[:-1]),
]


def _read_tokens() -> dict[str, tuple[str, str]]:
    text = TOKENS.read_text()
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\);", text)
    single = re.findall(r"--([a-z0-9-]+): (#\w{6});", text)
    return {
        **{name: (light, dark) for name, light, dark in pairs},
        **{name: (color, color) for name, color in single},
    }


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted([_luminance(one), _luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_formula_on_known_pairs():
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("face", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(WORDS, 4.5), (SHAPES, 3.0)], ids=["words", "shapes"]
)
def test_tokens_are_readable(face, pairs, least):
    tokens = _read_tokens()

    weak = {
        (front, back): round(_contrast(tokens[front][face], tokens[back][face]), 2)
        for front, back in pairs
        if _contrast(tokens[front][face], tokens[back][face]) < least
    }

    assert weak == {}


def test_styles_take_their_colours_from_the_tokens():
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    styles = [
        p
        for p in (TOKENS.parent).glob("*.css")
        if p.name not in {"tokens.css", "print.css"}
    ]

    found = {
        path.name: [c for c in literal.findall(path.read_text()) if c[1:].isalnum()]
        for path in styles
    }

    assert {name: colors for name, colors in found.items() if colors} == {}


@pytest.mark.parametrize(
    "piece", [".btn", ".card", ".figure", ".dialog", ".menu-panel"]
)
def test_what_holds_content_stands_out_of_the_page(piece):
    styles = TOKENS.with_name("components.css").read_text()

    (rule,) = re.findall(rf"^{re.escape(piece)} {{(.*)}}$", styles, re.MULTILINE)

    assert "background: var(--surface)" in rule
