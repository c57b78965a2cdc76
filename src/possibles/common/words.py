"""Words of a text, as they are searched: folded, letters and digits only."""

import re
from collections.abc import Iterator

from possibles.common.french import fold

_WORD = re.compile(r"[a-z0-9]+")
MAX_WORD = 30
# Shorter words differ by one letter from too many others.
MIN_TYPO = 4


def split_words(text: str) -> list[str]:
    """Return the words in order: « L’École de l’Étang » gives l, ecole, de, l, etang."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


def flatten(*texts: str) -> str:
    """Return a text whose every word stands between spaces, for `LIKE '% word%'`."""
    return f" {' '.join(word for text in texts for word in split_words(text))} "


def deletions(word: str) -> set[str]:
    """Return the word and what is left of it when any one letter is taken out.

    Two words one mistake apart (a letter wrong, missing, too many, or two swapped) always
    share one of these: an index of them finds typing mistakes without a scan.
    """
    if len(word) < MIN_TYPO:
        return {word}
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def forms_of(word: str) -> set[str]:
    """Return the forms a known word is understood by: its own and its singular's."""
    return deletions(word) | deletions(singular(word))


def singular(word: str) -> str:
    return word[:-1] if len(word) > MIN_TYPO and word[-1] in "sx" else word


def is_one_mistake_apart(first: str, second: str) -> bool:
    """Tell whether one letter wrong, missing, added, or two swapped separate the words."""
    if first == second:
        return True
    if abs(len(first) - len(second)) > 1:
        return False
    start = _common_length(zip(first, second, strict=False))
    rest, other = first[start:], second[start:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and len(other) > 1 and rest[2:] == other[2:])
    )


def split_query(text: str) -> list[str]:
    """Return the distinct words of what was typed; eight are enough to find anything.

    Lone letters (elisions) say nothing beside a longer word.
    """
    words = list(dict.fromkeys(split_words(text[:400])))
    longer = [word for word in words if len(word) > 1 or word.isdigit()]
    return (longer or words)[:8]


def _common_length(pairs: Iterator[tuple[str, str]]) -> int:
    length = 0
    for a, b in pairs:
        if a != b:
            break
        length += 1
    return length
