"""``menara serve``"""

from __future__ import annotations

import os

import click

from menara.ground import serve as ground


@click.command()
def serve() -> int:
    """Start Menara in the browser: database, web server, worker and clock. Ctrl-C stops all of them.

    \b
    PORT=8000            the port
    HOST=127.0.0.1       the address to listen on
    MENARA_DATA=./data   the folder for everything that must survive
    DATABASE_URL=        an external PostgreSQL 16 or later, instead of the embedded one
    """
    return ground.serve(environment=os.environ, say=click.echo)
