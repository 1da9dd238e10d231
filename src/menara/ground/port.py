"""The address Menara listens on, taken before anything else is started."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping

from menara.ground.surroundings import SurroundingsRefuse


def taken(environment: Mapping[str, str]) -> socket.socket:
    """A listening socket on ``HOST`` (127.0.0.1) and ``PORT`` (8000); the web server is handed this very socket.

    Listening at once means that no other program can slip in while the database is made ready.
    """
    host = environment.get("HOST") or "127.0.0.1"
    named = environment.get("PORT") or "8000"
    if not (named.isascii() and named.isdecimal()) or not 1 <= int(named) <= 65535:
        raise SurroundingsRefuse(
            "port_unreadable", "PORT is '%(port)s'; it must be a number from 1 to 65535.", {"port": named}
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, int(named)))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise SurroundingsRefuse(
                "port_taken",
                "Port %(port)s is taken by another program. Choose another, for example PORT=%(other)s make run",
                {"port": named, "other": int(named) + 1 if int(named) < 65535 else 8000},
            ) from error
        raise SurroundingsRefuse(
            "port_refused",
            "Menara may not listen on %(host)s port %(port)s (%(reason)s). Set HOST or PORT to others.",
            {"host": host, "port": named, "reason": error.strerror},
        ) from error
    return listening


def shown(listening: socket.socket) -> str:
    """The address to type into a browser."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
