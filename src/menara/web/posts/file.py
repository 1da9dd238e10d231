"""Posts from a file, and the empty file to fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.actions.posts import import_openings
from menara.intake.openings import read_openings
from menara.permissions import may_edit
from menara.web.doors import behind_door
from menara.web.imports import empty_file, import_page
from menara.web.tenancy import membership


@behind_door("GET", "POST", may=may_edit)
def take_in(request: HttpRequest) -> HttpResponse:
    """Bring the posts in line with a file."""
    return import_page(
        request,
        kind="openings",
        title=_("Import calls and posts"),
        standfirst=_("New posts are entered with their calls, those that differ are corrected; none is taken away."),
        read=read_openings,
        bring_in=lambda openings: import_openings(openings=openings, actor=membership(request)),
        back_to="posts",
        templates=[{"label": kind.upper(), "url": reverse("posts_template", args=[kind])} for kind in ("csv", "xlsx")],
    )


@behind_door()
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty file."""
    return empty_file(kind="openings", name="posts", form=kind)
