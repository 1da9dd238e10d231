"""The data folder: made once, held by one, never half a secret."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from menara.ground import data_folder
from menara.ground.data_folder import DataFolder, chosen, is_locked, kept_secret, locked, prepare
from menara.ground.surroundings import SurroundingsRefuse


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(path=tmp_path / "deep" / "data")


def test_the_environment_chooses_the_folder(tmp_path: Path) -> None:
    assert chosen({"MENARA_DATA": str(tmp_path)}).path == tmp_path
    assert chosen({"MENARA_DATA": "  "}).path == data_folder.PROJECT / "data"


def test_choosing_a_folder_makes_nothing(tmp_path: Path) -> None:
    chosen({"MENARA_DATA": str(tmp_path / "none")})
    assert list(tmp_path.iterdir()) == []


def test_prepare_keeps_the_permissions_of_what_was_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    prepare(DataFolder(path=tmp_path / "data"))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_others_may_not_list_the_folder(folder: DataFolder) -> None:
    prepare(folder)
    assert stat.S_IMODE(folder.path.stat().st_mode) & 0o066 == 0


def test_a_second_holder_is_refused_and_told_who_holds_it(folder: DataFolder) -> None:
    prepare(folder)
    with locked(folder):
        assert is_locked(folder)
        with pytest.raises(SurroundingsRefuse) as refused, locked(folder):
            pass
    assert refused.value.code == "data_folder_in_use"
    assert refused.value.facts["process"].isdecimal()
    assert not is_locked(folder)


def test_a_full_disk_is_refused_before_anything_is_made_in_the_folder(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=100 * 1024**2))
    with pytest.raises(SurroundingsRefuse) as refused:
        prepare(folder)
    assert refused.value.code == "disk_full"
    assert refused.value.facts["free"] == 100
    assert not folder.cluster.exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SurroundingsRefuse) as refused:
        prepare(DataFolder(path=tmp_path / "file" / "data"))
    assert refused.value.code == "data_folder_not_writable"


def test_a_secret_is_drawn_once_and_for_its_owner_alone(folder: DataFolder) -> None:
    prepare(folder)
    first = kept_secret(folder, "secret_key")
    assert kept_secret(folder, "secret_key") == first
    assert kept_secret(folder, "another") != first
    assert len(first) == 86
    assert stat.S_IMODE((folder.path / "secret_key").stat().st_mode) == 0o600
