"""Folders for sockets are short, closed, and ours; secrets are made once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pitservice.embedded import at_hand, keys
from pitservice.embedded.places import ROOT, Places, socket_folder


def test_socket_folder_is_the_preferred_one_where_it_is_short(tmp_path: Path) -> None:
    folder = socket_folder(tmp_path / "s", owner=os.getuid())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    if len(str(tmp_path)) < 80:
        assert folder == tmp_path / "s"


def test_socket_folder_is_short_where_the_preferred_one_is_long_or_odd(tmp_path: Path) -> None:
    for preferred in (tmp_path / ("x" * 100) / "s", tmp_path / "with a space" / "s"):
        folder = socket_folder(preferred, owner=os.getuid())

        assert len(str(folder)) < 60
        assert folder == socket_folder(preferred, owner=os.getuid())
        folder.rmdir()


def test_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = keys.kept(tmp_path / "secret")

    assert len(first) == 48
    assert keys.kept(tmp_path / "secret") == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_how_the_product_is_reached_is_kept_while_it_runs_and_closed_to_others(tmp_path: Path) -> None:
    places = Places(ROOT, tmp_path)
    places.prepare()
    known = {name: name.lower() for name in (*at_hand.CHOSEN, "REDIS_URL", "VAR")}

    at_hand.keep(places, known | {"DATABASE_OWNER_URL": "never kept"})

    assert at_hand.read(places) == known
    (file,) = places.secrets.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    at_hand.forget(places)
    assert at_hand.read(places) == {}
