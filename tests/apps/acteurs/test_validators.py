import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from tests.factories.acteurs import make_personne

from possibles.apps.acteurs.models import Personne


def codes_of(password: str, person: Personne | None = None) -> set[str]:
    try:
        validate_password(password, person or Personne())
    except ValidationError as error:
        return {e.code or "" for e in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "sardine-bateau-phare-mistral",
        "une phrase de passe assez longue",
        "vR7#kq2!Lw9_xTz",
        "éàüœ ça va très bien là",
        "correct cheval batterie agrafe " * 2,
        "q7Zr-" * 3 + "unautremorceau",
    ],
)
def test_long_and_unforeseeable_passwords_are_accepted(password: str):
    assert codes_of(password) == set()


@pytest.mark.parametrize(
    "password",
    [
        "marseillemarseille",
        "contratdeville2030",
        "ContratDesPossibles!2026",
        "Marseille-Provence-13",
        "motdepassemotdepasse",
        "MotDePasse2026!!!",
        "azertyuiopqsdfghjklm",
        "qwertyuiopasdfghj",
        "abcdefghijklmnopqrst",
        "123456789012345678",
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababababababab",
        "9876543210987654",
        "soleil-soleil-soleil",
        "bonjour marseille 2026",
        "administrateur2026!",
        "passwordpassword1",
        "Métropole Marseille 13",
    ],
)
def test_foreseeable_passwords_are_refused_whatever_their_length(password: str):
    assert "password_foreseeable" in codes_of(password)


def test_the_persons_own_names_are_foreseeable():
    person = Personne(
        first_name="Bérénice",
        last_name="Castellane",
        email="berenice.castellane@ville.test",
    )

    assert "password_foreseeable" in codes_of("berenicecastellane83", person)
    assert "password_foreseeable" not in codes_of("berenicecastellane83")


@pytest.mark.parametrize(
    ("length", "codes"), [(14, {"password_too_short"}), (15, set())]
)
def test_fifteen_characters_without_second_factor(length: int, codes: set[str]):
    assert codes_of("vR7#kq2!Lw9_xTzM"[:length]) == codes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("length", "codes"), [(11, {"password_too_short"}), (12, set())]
)
def test_twelve_characters_with_a_second_factor(length: int, codes: set[str]):
    from allauth.mfa.models import Authenticator

    person = make_personne()
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )

    assert codes_of("vR7#kq2!Lw9_xTzM"[:length], person) == codes


@pytest.mark.django_db
def test_recovery_codes_alone_are_no_second_factor():
    from allauth.mfa.models import Authenticator

    person = make_personne()
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.RECOVERY_CODES, data={}
    )

    assert codes_of("vR7#kq2!Lw9_", person) == {"password_too_short"}


def test_sixty_four_characters_and_more_are_accepted_up_to_a_bound():
    words = "nougat pivoine 41 charpente oblique falaise tambour verger roc lentille"

    assert codes_of(words) == set()
    assert codes_of(words * 5) == {"password_too_long"}
