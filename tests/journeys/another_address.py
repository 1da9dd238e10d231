"""A way to the running Menara from another address of this machine: readers of one run are several people."""

from __future__ import annotations

import socket
import socketserver
import threading
from urllib.parse import urlsplit


class _Way(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, to: tuple[str, int], seen_as: str) -> None:
        self.to, self.seen_as = to, seen_as
        super().__init__(("127.0.0.1", 0), _Caller)


class _Caller(socketserver.BaseRequestHandler):
    server: _Way

    def handle(self) -> None:
        """Carry what is said either way, until one side hangs up."""
        with socket.create_connection(self.server.to, source_address=(self.server.seen_as, 0)) as far:
            back = threading.Thread(target=_carry, args=(far, self.request), daemon=True)
            back.start()
            _carry(self.request, far)
            back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while told := source.recv(65_536):
            target.sendall(told)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the other side hung up


def opened_to(address: str, *, seen_as: str) -> _Way:
    """A running way to ``address`` on which callers are seen as ``seen_as``; close it with ``shutdown``."""
    parts = urlsplit(address)
    way = _Way((parts.hostname or "127.0.0.1", parts.port or 80), seen_as)
    threading.Thread(target=way.serve_forever, daemon=True).start()
    return way


def address_of(way: _Way) -> str:
    """Where a browser asks."""
    return f"http://127.0.0.1:{way.server_address[1]}"
