"""What the machine around Menara can refuse: a lock, a port, a full disk, a folder, a role."""

from __future__ import annotations

from menara.errors import Refusal


class SurroundingsRefuse(Refusal):
    """The surroundings do not allow it; the sentence names what to change. Nothing was lost. Exit code 3."""
