"""Puts a file in place whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from menara.errors import Refusal
from menara.wording import gettext_noop as _


def put_files(contents: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then move all into place; a reader never sees half a file.

    Raises ``Refusal`` (disk full, no such folder, not allowed) with nothing changed.
    """
    waiting: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            waiting.append((_beside(path, content), path))
        for temporary, path in waiting:
            os.replace(temporary, path)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        place = next((p for p in contents if str(p.parent) in str(error.filename or "")), next(iter(contents)))
        facts = {"file": str(place), "reason": error.strerror or str(error)}
        raise Refusal("disk_full" if full else "not_writable", DISK_FULL if full else NOT_WRITABLE, facts) from error
    finally:
        for temporary, _path in waiting:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def _beside(path: Path, content: bytes) -> str:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
    except OSError:
        os.unlink(temporary)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


DISK_FULL = _("The disk is full: %(file)s was not written, and nothing was changed. Make room and try again.")
NOT_WRITABLE = _("%(file)s cannot be written (%(reason)s); nothing was changed.")
