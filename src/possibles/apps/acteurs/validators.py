"""What makes a password hard to guess: its length, and not being foreseeable.

No rule of composition (a digit, a capital…): they make passwords weaker and harder to
remember (OWASP ASVS 5.0, 6.2.5). Fifteen characters, or twelve with a second factor,
answer CNIL's deliberation 2022-100 as well.
"""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from possibles.common.french import fold

LONG_PASSWORD = 15
SHORT_PASSWORD = 12
LONGEST_PASSWORD = 256

# Words everyone here would try first, and those French lists of leaks begin with.
CONTEXT_WORDS = [
    "possibles",
    "contratdespossibles",
    "contratdeville",
    "contrat",
    "ville",
    "villes",
    "metropole",
    "aixmarseilleprovence",
    "aixmarseille",
    "marseille",
    "provence",
    "bouchesdurhone",
    "mairie",
    "commune",
    "quartier",
    "quartiers",
    "prioritaire",
    "qpv",
    "anru",
    "npnru",
    "renouvellement",
    "urbain",
    "cohesion",
    "sociale",
    "prefecture",
    "bailleur",
    "olympique",
    "massilia",
]
FRENCH_WORDS = [
    "motdepasse",
    "motdepass",
    "bonjour",
    "soleil",
    "azerty",
    "azertyuiop",
    "qsdfgh",
    "wxcvbn",
    "jetaime",
    "doudou",
    "loulou",
    "chouchou",
    "coucou",
    "nicolas",
    "camille",
    "thomas",
    "marine",
    "julien",
    "secret",
    "administrateur",
    "administration",
    "utilisateur",
    "bienvenue",
    "connexion",
    "compte",
    "exemple",
    "test",
    "chocolat",
    "vacances",
    "printemps",
    "automne",
    "hiver",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
]
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
# What must remain of a password once foreseeable words, runs and repeats are taken out.
SURPRISE = 6


class LengthValidator:
    """Ask for 15 characters, or 12 of whoever has a second factor."""

    def validate(self, password: str, user: Any = None) -> None:
        least = SHORT_PASSWORD if has_second_factor(user) else LONG_PASSWORD
        if len(password) < least:
            missing = least - len(password)
            raise ValidationError(
                f"Ce mot de passe compte {len(password)} caractères : il en faut au "
                f"moins {least}. Ajoutez-en {missing}, par exemple un mot de plus.",
                code="password_too_short",
            )
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(
                f"Ce mot de passe dépasse {LONGEST_PASSWORD} caractères : "
                "raccourcissez-le.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return (
            f"Au moins {LONG_PASSWORD} caractères, {SHORT_PASSWORD} si votre compte a un "
            "second facteur. Une phrase de quatre ou cinq mots sans rapport convient "
            "bien ; le collage depuis un gestionnaire de mots de passe est permis."
        )


class ForeseeableValidator:
    """Refuse what a guesser tries first, whatever its length."""

    def __init__(self) -> None:
        common = CommonPasswordValidator().passwords
        self.common = {word for word in common if len(word) >= 4 and word.isalpha()}
        self.whole = common

    def validate(self, password: str, user: Any = None) -> None:
        bare = re.sub(r"[^a-z0-9]", "", fold(password))
        known = [*CONTEXT_WORDS, *FRENCH_WORDS, *_words_about(user)]
        if bare in self.whole or self._surprise(bare, known) < SURPRISE:
            raise ValidationError(
                "Ce mot de passe se devine : il tient de mots très courants, de votre "
                "nom ou de celui du contrat, d’une suite ou d’une répétition. Choisissez "
                "des mots sans rapport entre eux.",
                code="password_foreseeable",
            )

    def get_help_text(self) -> str:
        return (
            "Ni un mot de passe courant, ni votre nom ou celui de la collectivité, ni une "
            "suite de touches."
        )

    def _surprise(self, bare: str, known: list[str]) -> int:
        """Count the characters left once all that is foreseeable is taken out."""
        left = bare
        for word in sorted(set(known), key=len, reverse=True):
            left = left.replace(word, "|")
        parts = [_without_repeats(part) for part in re.split(r"[|0-9]+", left)]
        left = "|".join("" if part in self.common else part for part in parts)
        left = _without_repeats(_without_runs(left))
        return len(left.replace("|", "")) + min(len(re.findall(r"\d", bare)), 2)


def has_second_factor(user: Any) -> bool:
    if user is None or not user.pk:
        return False
    from allauth.mfa.models import Authenticator

    held = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    return bool(held.exists())


def _words_about(user: Any) -> list[str]:
    """Return the pieces of the person's name and address."""
    if user is None:
        return []
    about = f"{user.first_name} {user.last_name} {user.email} {user.function}"
    return [word for word in re.split(r"[^a-z0-9]+", fold(about)) if len(word) >= 4]


def _without_repeats(text: str) -> str:
    return re.sub(r"(.+?)\1+", r"\1", text)


def _without_runs(text: str, least: int = 4) -> str:
    """Take out the pieces of alphabets and keyboard rows, in both directions."""
    rows = [*RUNS, *(row[::-1] for row in RUNS)]
    kept, place = "", 0
    while place < len(text):
        size = max(_run_length(text[place:], row) for row in rows)
        if size >= least:
            place += size
            kept += "|"
        else:
            kept += text[place]
            place += 1
    return kept


def _run_length(text: str, row: str) -> int:
    start = row.find(text[:1])
    if not text or start < 0:
        return 0
    size = 0
    while (
        size < len(text) and start + size < len(row) and text[size] == row[start + size]
    ):
        size += 1
    return size
