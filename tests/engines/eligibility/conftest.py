"""The eligible officer, the opening and the norms of ``example``, as fixtures."""

from __future__ import annotations

import pytest

from engines.eligibility import example
from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening


@pytest.fixture
def officer() -> Officer:
    return example.OFFICER


@pytest.fixture
def opening() -> Opening:
    return example.OPENING


@pytest.fixture
def norms() -> Norms:
    return example.NORMS
