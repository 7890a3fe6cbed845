"""The commands behind the Makefile: run, demo, test, drill, lint, bench, lock, clean.

Kept readable for an old Python, so that it can say that it is too old.
"""

from __future__ import annotations

import os
import shutil
import sys

_OLDEST = (3, 11)
_NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(arguments: list[str]) -> int:
    """Run one command; an expected failure is one sentence on standard error and exit code 1."""
    if sys.version_info < _OLDEST:
        return _with_newer_python(arguments)
    from pitservice.embedded import commands
    from pitservice.embedded.problems import SetUpProblem, sentence_for

    try:
        return commands.run(arguments)
    except SetUpProblem as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        print(sentence_for(error), file=sys.stderr)
    return 1


def _with_newer_python(arguments: list[str]) -> int:
    """Start again with a newer Python if the machine has one."""
    found = [path for path in map(shutil.which, _NEWER_NAMES) if path]
    if found:
        os.execv(found[0], [found[0], "-m", "pitservice.embedded", *arguments])  # noqa: S606 - a Python found on this machine
    version = ".".join(map(str, sys.version_info[:2]))
    print("Python 3.11 or newer is needed, and this is " + version + ".", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
