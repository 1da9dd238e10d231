"""Where addresses lead: the web face, and one page that says whether Menara is alive."""

from __future__ import annotations

from django.urls import include, path

from menara.ground.alive import alive

urlpatterns = [
    path("alive/", alive, name="alive"),
    path("", include("menara.web.urls")),
]
