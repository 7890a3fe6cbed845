"""What the browser gets: npm packages as locked, and `static/build/` made of them and of `static/src/`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pitservice.embedded import environment, stamps
from pitservice.embedded.places import Places
from pitservice.embedded.shell import run, succeeds

_OLDEST_NODE = 20


def ensure(places: Places) -> None:
    """Have `node_modules/` and `static/build/` as the locked packages and our sources make them."""
    packages = places.root / "node_modules" / ".pitservice.stamp"
    built = places.root / "node_modules" / ".pitservice-build.stamp"
    locked = stamps.hash_of([places.root / "package-lock.json", places.root / "package.json"])
    wanted = stamps.hash_of(_sources(places), locked)
    if not stamps.is_current(packages, locked):
        print("Installing the npm packages ...", flush=True)
        _npm(places, "ci", "--no-audit", "--no-fund", doing="install the npm packages")
        stamps.set_stamp(packages, locked)
    if not stamps.is_current(built, wanted) or not (places.root / "static" / "build").is_dir():
        print("Building what the browser gets ...", flush=True)
        _npm(places, "run", "build", doing="build what the browser gets")
        stamps.set_stamp(built, wanted)


def _sources(places: Places) -> list[Path]:
    """Everything in `static/` but what the build writes."""
    return sorted(path for path in (places.root / "static").iterdir() if path.name != "build")


def _npm(places: Places, *arguments: str, doing: str) -> None:
    """Run npm in the clone."""
    tools = _environment(places)
    npm = shutil.which("npm", path=tools["PATH"]) or "npm"
    run([npm, *arguments], doing=doing, log=places.logs / "setup.log", env=tools, cwd=places.root, online=True)


def _environment(places: Places) -> Mapping[str, str]:
    """Our environment, with the wheel's Node.js in front where the machine has none that will do."""
    if _machine_has_node():
        return dict(os.environ)
    home = places.tools / "node"
    lock = places.root / "requirements" / "node.txt"
    stamp, wanted = home / "pitservice.stamp", stamps.hash_of([lock])
    if not stamps.is_current(stamp, wanted):
        print("Bringing Node.js ...", flush=True)
        uv, log = environment.find_uv(places), places.logs / "setup.log"
        environment.make(uv, home, log)
        environment.sync(uv, home, lock, log)
        stamps.set_stamp(stamp, wanted)
    return os.environ | {"PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _machine_has_node() -> bool:
    """Whether the machine's Node.js and npm will do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or not succeeds([npm, "--version"]):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", said)
    return version is not None and int(version[1]) >= _OLDEST_NODE
