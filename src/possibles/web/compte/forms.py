"""The forms of one's account: allauth's, in our words, and our own."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.http import HttpRequest
from django.urls import reverse

from possibles.apps.acteurs.domain.demo import PASSPHRASE
from possibles.apps.acteurs.models import Personne
from possibles.apps.acteurs.tasks import send_reset


def reword(form: Any, words: dict[str, tuple[str, str]]) -> None:
    """Give fields their label and help, and drop the placeholders that repeat them."""
    for name, (label, help_text) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "login": ("Adresse électronique", ""),
            "password": ("Mot de passe", ""),
        }
        reword(self, words)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        if settings.DEMO and not self.is_bound and self.request is not None:
            self._fill_demo(self.request.GET.get("compte", ""))

    def _fill_demo(self, email: str) -> None:
        """Fill the fields with the demo account chosen from the list."""
        if not email.endswith("@exemple.test"):
            return
        self.fields["login"].initial = email
        self.fields["password"].initial = PASSPHRASE
        self.fields["password"].widget.render_value = True


class ResetPasswordForm(account_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"email": ("Adresse électronique de votre compte", "")})

    def clean_email(self) -> str:
        """Look nothing up: the answer is the same, and as quick, for any address."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "CLE"}
        )
        send_reset.enqueue(email, request.build_absolute_uri(path))
        return email


def _word_new_password(form: Any) -> None:
    words = {
        "password1": ("Nouveau mot de passe", password_help()),
        "password2": ("Le même, une seconde fois", ""),
    }
    reword(form, words)


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class SetPasswordForm(account_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"oldpassword": ("Mot de passe actuel", "")})
        _word_new_password(self)


class ConfirmForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password": ("Mot de passe", "")})


CODE_HELP = "Six chiffres donnés par votre application, ou un code de secours."


class AuthenticateForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": ("Code", CODE_HELP)})
        self.fields["code"].widget.attrs["autofocus"] = True


class ReauthenticateForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": ("Code", CODE_HELP)})


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": ("Code affiché par l’application", "Six chiffres.")})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class IdentiteForm(forms.ModelForm[Personne]):
    """What a person may change of themselves; the address and roles are not theirs."""

    class Meta:
        model = Personne
        fields = ["first_name", "last_name", "function"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (
            ("first_name", "given-name"),
            ("last_name", "family-name"),
            ("function", "organization-title"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = value


class AcceptInvitationForm(IdentiteForm):
    """Who one is, and the password one chooses."""

    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password")
        if password:
            about = Personne(
                email=self.instance.email,
                **{name: cleaned.get(name, "") for name in IdentiteForm.Meta.fields},
            )
            try:
                validate_password(password, about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


def password_help() -> str:
    return " ".join(text for text in password_validators_help_texts()[:2])
