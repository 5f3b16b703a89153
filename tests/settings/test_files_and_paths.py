"""Files and folders on a real disk: modes, links, and a disk that says no."""

from __future__ import annotations

import os
import pwd
import resource
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from kinde_tui.settings.errors import ConfigError
from kinde_tui.settings.files import held, private_folder, read_text, write_private
from kinde_tui.settings.paths import folders


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def test_a_folder_is_made_private_and_an_open_one_is_closed(tmp_path: Path) -> None:
    with umask(0):
        assert mode(private_folder(tmp_path / "a" / "new")) == 0o700
    old = tmp_path / "old"
    old.mkdir()
    old.chmod(0o755)
    assert mode(private_folder(old)) == 0o700


def test_a_file_in_the_place_of_a_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"file cannot be used: file exists\."):
        private_folder(tmp_path / "file")


def test_somebody_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(ConfigError, match="another account"):
        private_folder(tmp_path)


def test_a_written_file_is_private_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "config.toml"
    with umask(0):
        write_private(path, "one")
        write_private(path, "two é")
    assert read_text(path) == "two é"
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_an_open_file_is_closed_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert mode(path) == 0o600


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(ConfigError, match="symbolic link"):
        write_private(link, "new")
    assert target.read_text() == "precious"
    assert link.is_symlink()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_half_of_it_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write_private(path, "old")
    with files_of_at_most(8), pytest.raises(ConfigError, match="was not changed: file too large"):
        write_private(path, "x" * 100)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_cannot_replace_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.mkdir()
    with pytest.raises(ConfigError, match="was not changed: is a directory"):
        write_private(path, "new")
    assert list(tmp_path.iterdir()) == [path]


def test_reading(tmp_path: Path) -> None:
    assert read_text(tmp_path / "absent") is None
    marked = tmp_path / "marked"
    marked.write_bytes(b"\xef\xbb\xbfx")
    assert read_text(marked) == "x"
    broken = tmp_path / "broken"
    broken.write_bytes(b"a\nb\n\xff")
    with pytest.raises(ConfigError, match=r"broken, line 3: not UTF-8"):
        read_text(broken)
    large = tmp_path / "large"
    large.write_bytes(b"x" * 1_048_577)
    with pytest.raises(ConfigError, match="larger"):
        read_text(large)
    with pytest.raises(ConfigError, match="cannot be read: is a directory"):
        read_text(tmp_path)


def test_a_change_waits_for_the_one_before_it(tmp_path: Path) -> None:
    path, order = tmp_path / "config.toml", list[str]()

    def second() -> None:
        with held(path):
            order.append("second")

    thread = threading.Thread(target=second)
    with held(path):
        thread.start()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".config.toml.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="was not changed"), held(tmp_path / "config.toml"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_one_variable_puts_everything_under_one_folder(tmp_path: Path) -> None:
    found = folders({"KINDE_TUI_HOME": str(tmp_path)})
    assert found.config_file == tmp_path / "config" / "config.toml"
    assert {found.config.parent, found.data.parent, found.cache.parent} == {tmp_path}
    assert list(tmp_path.iterdir()) == []


def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "k"))
    found = folders({})
    assert found.config.name == found.data.name == found.cache.name == "kinde-tui"
    assert len({found.config, found.data, found.cache}) == 3


def test_an_account_without_a_home_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> NoReturn:
        raise KeyError(number)

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(ConfigError, match=r"no home folder\. Set KINDE_TUI_HOME"):
        folders({})
    with pytest.raises(ConfigError, match="KINDE_TUI_HOME names no folder"):
        folders({"KINDE_TUI_HOME": "~/x"})


def test_a_forgotten_store_leaves_nothing_of_itself(tmp_path: Path) -> None:
    found = folders({"KINDE_TUI_HOME": str(tmp_path)})
    mine, other = (found.store("acme", f"https://{name}.kinde.com", "x") for name in "ab")
    for name in (mine.name, f"{mine.name}-wal", f"{mine.name}.corrupt-1", other.name):
        (found.cache / name).touch()
    found.forget_store("acme", "https://a.kinde.com", "x")
    assert list(found.cache.iterdir()) == [other]
    mine.mkdir()
    with pytest.raises(ConfigError, match="cannot be removed"):
        found.forget_store("acme", "https://a.kinde.com", "x")


def test_a_store_belongs_to_the_tenant_and_not_to_the_name_alone(tmp_path: Path) -> None:
    found = folders({"KINDE_TUI_HOME": str(tmp_path)})
    one = found.store("acme", "https://a.kinde.com", "x")
    assert one.parent == tmp_path / "cache"
    assert mode(one.parent) == 0o700
    assert one == found.store("acme", "https://a.kinde.com", "x")
    assert one != found.store("acme", "https://b.kinde.com", "x")
    assert one != found.store("acme", "https://a.kinde.com", "y")
    assert found.store("../../etc", "https://a.kinde.com", "x").parent == one.parent
    assert mode(found.journal().parent) == 0o700
