"""Signing in and out, the language one reads in, and one's own account."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from menara.actions.accounts import NewsroomTaken, change_settings, choose_language
from menara.models import Account
from menara.permissions import may_administer, may_take_part
from menara.queries.accounts import members
from menara.web.doors import behind_door
from menara.web.labels import ROLES, ZONES, label
from menara.web.refusals import told
from menara.web.tenancy import membership


class SignInForm(AuthenticationForm):
    """Address and password. It never says which of the two is wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,  # as the account's; what failed is noted too, in a column no longer than that
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    error_messages = {
        "invalid_login": _("Address and password do not fit one another."),
        "inactive": _("This account is closed."),
    }


class SignIn(LoginView):
    """The first page. A person who reads in another language is answered in it from then on."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        reader = form.get_user()
        if isinstance(reader, Account) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            _remember(response, reader.language)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on, here and, for one who is signed in, wherever he or she signs in next."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        choose_language(account=request.user, language=language)
    return django_set_language(request)


@behind_door(may=may_take_part)
def account(request: HttpRequest) -> HttpResponse:
    """One's own account, and who else works here in which role."""
    member = membership(request)
    page: dict[str, Any] = {
        "account": {"email": member.account.email, "name": member.account.name, "role": label(ROLES, member.role)},
        "settings_url": reverse("settings") if may_administer(member) else None,
        "members": [
            {"name": one.name, "email": one.email, "role": label(ROLES, one.role), "has_left": one.ended_at is not None}
            for one in members()
        ],
    }
    return render(request, "accounts/account.html", page)


class SettingsForm(forms.Form):
    """The organisation's own settings."""

    home_unit_share = forms.DecimalField(
        label=_("Largest share of one home unit, in per cent"),
        help_text=_("Blank: no limit. A setting of this installation, not a rule of the United Nations."),
        required=False,
        min_value=0,
        max_value=100,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES.items)
    newsroom = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Public address of the newsroom"),
        help_text=_(
            "Small letters, digits and hyphens, as in “police-cooperation”. Blank: no newsroom. "
            "Released texts stay at it."
        ),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Small letters, digits and hyphens only.")},
    )

    def share(self) -> Fraction | None:
        """The share as an exact fraction."""
        given = self.cleaned_data["home_unit_share"]
        return None if given is None else Fraction(given) / 100


@behind_door("GET", "POST", may=may_administer)
def organisation_settings(request: HttpRequest) -> HttpResponse:
    """Change the organisation's own settings."""
    member = membership(request)
    held = member.organisation
    share = None if held.home_unit_share is None else f"{float(held.home_unit_share * 100):g}"
    initial = {"home_unit_share": share, "time_zone": held.time_zone, "newsroom": held.newsroom}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(
                actor=member,
                home_unit_share=form.share(),
                time_zone=form.cleaned_data["time_zone"],
                newsroom=form.cleaned_data["newsroom"],
            )
        except NewsroomTaken as refusal:
            form.add_error("newsroom", told(refusal))
        else:
            messages.success(request, gettext("The settings are saved. They count for every plan made from now on."))
            return redirect("account")
    page: dict[str, Any] = {
        "title": gettext("Settings of the organisation"),
        "standfirst": gettext("They count for every plan made from now on."),
        "form": form,
        "save_label": gettext("Save the settings"),
        "cancel_url": reverse("account"),
    }
    return render(request, "form.html", page, status=422 if form.is_bound else 200)


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
