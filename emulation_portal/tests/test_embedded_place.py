"""Data lie under var/ where the servers' account gets there, else apart; a clone without its var/ starts anew."""

import json
import stat
from pathlib import Path

import pytest

from emulation_portal.embedded import place as places
from emulation_portal.embedded.account import Account
from emulation_portal.embedded.instance import Instance
from emulation_portal.embedded.secret_files import secret


class ReachingAccount(Account):
    """An account that gets everywhere or nowhere, without changing owners: what root sees, for an ordinary user."""

    reaches = True

    def may_enter(self, folder: Path) -> bool:
        return self.reaches

    def owns(self, path: Path) -> None:
        """Nothing is handed over."""


class ShutOutAccount(ReachingAccount):
    reaches = False


def account(kind=ReachingAccount):
    import os

    return kind(name="tester", uid=os.geteuid(), gid=os.getegid(), borrowed=True)


@pytest.fixture
def instance(tmp_path):
    found = Instance(root=tmp_path / "clone", var=tmp_path / "clone" / "var")
    found.make_folders()
    return found


def test_choose_when_var_is_reached_then_under_var(instance, tmp_path):
    chosen = places.choose(instance, account(), apart=tmp_path / "apart")
    assert chosen.base == instance.var / "services"
    assert not (tmp_path / "apart").exists()


def test_choose_when_an_ancestor_is_closed_then_apart_by_clone(instance, tmp_path):
    chosen = places.choose(instance, account(ShutOutAccount), apart=tmp_path / "apart")
    assert chosen.base == tmp_path / "apart" / instance.key
    assert json.loads((chosen.base / "clone.json").read_text())["clone"] == str(instance.root)


def test_choose_when_called_again_then_same_data(instance, tmp_path):
    first = places.choose(instance, account(ShutOutAccount), apart=tmp_path / "apart")
    (first.base / "kept").touch()
    assert places.choose(instance, account(ShutOutAccount), apart=tmp_path / "apart") == first
    assert (first.base / "kept").exists()


@pytest.mark.parametrize(("disposable", "folders_left"), [(False, 2), (True, 1)])
def test_choose_when_clone_lost_its_var_then_old_data_are_set_aside(instance, tmp_path, disposable, folders_left):
    apart = tmp_path / "apart"
    first = places.choose(instance, account(ShutOutAccount), apart=apart)
    (first.base / "old").touch()
    (instance.secrets / "clone-id").unlink()
    again = Instance(root=instance.root, var=instance.var, disposable=disposable)
    second = places.choose(again, account(ShutOutAccount), apart=apart)
    assert second.base == first.base
    assert not (second.base / "old").exists()
    assert len(list(apart.iterdir())) == folders_left


def test_choose_when_path_is_long_then_sockets_lie_in_a_short_private_folder(tmp_path):
    long = tmp_path.joinpath(*["a-rather-long-name-of-a-folder"] * 4)
    instance = Instance(root=long, var=long / "var")
    instance.make_folders()
    sockets = places.choose(instance, account(), apart=tmp_path).sockets
    assert len(str(sockets)) <= places.LONGEST_SOCKET_FOLDER
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    sockets.rmdir()


def test_secret_when_made_then_private_and_stays(instance):
    made = secret(instance.secrets, "sample")
    assert (len(made), secret(instance.secrets, "sample")) == (64, made)
    assert stat.S_IMODE((instance.secrets / "sample").stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.secrets.stat().st_mode) == 0o700
