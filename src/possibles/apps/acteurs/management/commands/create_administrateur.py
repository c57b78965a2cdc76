from typing import Any

from django.core.management.base import BaseCommand, CommandError

from possibles.apps.acteurs.domain.comptes import create_first_administrateur
from possibles.apps.acteurs.models import Personne


class Command(BaseCommand):
    help = "Open the first account of an installation; its owner chooses a password."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].lower()
        if Personne.objects.filter(email=email).exists():
            raise CommandError("Cette adresse a déjà un compte.")
        create_first_administrateur(email, options["first_name"], options["last_name"])
        self.stdout.write(
            "Compte ouvert. Choisissez le mot de passe depuis la page de connexion, par "
            "« Mot de passe oublié »."
        )
