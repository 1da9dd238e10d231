"""The port: taken first, or refused with a sentence."""

from __future__ import annotations

import socket

import pytest

from house import free_port
from menara.ground import port
from menara.ground.surroundings import SurroundingsRefuse


def test_it_listens_on_this_machine_alone_unless_told() -> None:
    with port.taken({"PORT": str(free_port())}) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_the_address_shown_is_one_to_type() -> None:
    number = free_port()
    with port.taken({"PORT": str(number), "HOST": "0.0.0.0"}) as listening:  # noqa: S104
        assert port.shown(listening) == f"http://localhost:{number}/"


def test_a_taken_port_is_named_with_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(SurroundingsRefuse) as refused:
            port.taken({"PORT": str(number)})
    assert refused.value.code == "port_taken"
    assert refused.value.facts["port"] == str(number)
    assert "PORT=" in str(refused.value)


@pytest.mark.parametrize("named", ["abc", "0", "65536", "-1", "８０８０"])
def test_a_port_that_is_no_port_is_refused(named: str) -> None:
    with pytest.raises(SurroundingsRefuse) as refused:
        port.taken({"PORT": named})
    assert refused.value.code == "port_unreadable"
