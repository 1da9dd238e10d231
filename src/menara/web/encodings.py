"""What is sent here is written in UTF-8, whatever its sender says of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class Utf8Middleware:
    """Answers 400 where a body claims another encoding: some of them spell halves of characters, which no page and no
    database can hold. Django asks this of plain forms alone, not of those that carry files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("what is sent is not said to be UTF-8")
        return self.get_response(request)
