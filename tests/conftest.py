"""What tests stand on: a real PostgreSQL with the roles of production, a real Menara, a real browser.

db, transactional_db   a test database; fixtures are arranged by a role that row-level security does not bind
as_application         ``with as_application():`` acts as the role that serves people, which it does bind
house                  one Menara for the whole run, started as people start it, with its demonstration world
page                   a page of a real browser that fails the test on any error in it or any foreign address
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from browser import FLAGS, executable
from house import House, open_house
from menara.ground import embedded, roles, storage
from office import Office, at_work, found

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker

TEST_DATABASE = "test_menara"
ARRANGER = "menara_test"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the folder ../shared is absent"))


# --- the database -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for a socket, that the database's account may enter too."""
    with tempfile.TemporaryDirectory(prefix="menara-test-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@pytest.fixture(scope="session")
def server(short_folder: Path) -> Iterator[embedded.Server]:
    """One embedded server for the run. It keeps nothing, so it need not wait for the disk."""
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    with embedded.running(short_folder / "pg", log=short_folder / "pg.log", settings=careless) as running:
        yield running


@pytest.fixture(scope="session")
def django_db_setup(server: embedded.Server, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test database as a start does: made by an administrator, migrated by the owner."""
    from django.core.management import call_command
    from django.db import connection

    storage.make_ready(server, TEST_DATABASE)
    with psycopg.connect(server.address(role=embedded.SUPERUSER, database=TEST_DATABASE), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {ARRANGER} LOGIN BYPASSRLS IN ROLE {roles.OWNER}, {roles.APPLICATION}")
    with django_db_blocker.unblock():
        connection.settings_dict.update(NAME=TEST_DATABASE, HOST=str(server.sockets), USER=roles.OWNER, CONN_MAX_AGE=0)
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        connection.settings_dict.update(USER=ARRANGER)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def as_application(db: None) -> Callable[[], AbstractContextManager[None]]:
    """``with as_application():`` what happens inside is done by the role that serves people."""
    from django.db import connection, transaction

    @contextmanager
    def acting() -> Iterator[None]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {roles.APPLICATION}")
            yield
            # Only after success: an error rolls the role back together with what was done.
            cursor.execute("RESET ROLE")

    return acting


@pytest.fixture
def office(as_application: Callable[[], AbstractContextManager[None]]) -> Iterator[Office]:
    """An office at work: the test acts as the serving role, for this organisation, as its administrator."""
    with as_application():
        founded = found()
        with at_work(founded):
            yield founded


# --- a real Menara in a real browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A running Menara with its demonstration world. Journeys share it: each must leave room for the others."""
    with tempfile.TemporaryDirectory(prefix="menara-house-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with open_house(folder) as opened:
            yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    path = executable()
    if path is None:
        pytest.fail("No Chromium on this system; make test installs one or says how to.")
    # Playwright's loop runs in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    """A fresh page at 1280 px with nobody signed in. Errors in it and addresses elsewhere fail the test."""
    context = chromium.new_context(base_url=house.address, viewport={"width": 1280, "height": 900}, locale="en")
    context.set_default_timeout(15_000)
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda error: faults.append(f"script: {error}"))
    opened.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" else None)
    opened.on(
        "request",
        lambda request: (
            faults.append(f"foreign: {request.url}")
            if not request.url.startswith((house.address, "data:", "blob:"))
            else None
        ),
    )
    yield opened
    context.close()
    assert faults == []
