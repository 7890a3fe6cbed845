"""The image holds what the product is made of: nothing is missing where it is started from."""

from __future__ import annotations

import re

from tests.architecture.code import PACKAGES, ROOT


def test_the_image_copies_every_package_and_the_templates() -> None:
    copied = set(re.findall(r"^COPY (\w+) \./\1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))

    assert {*PACKAGES, "templates"} <= copied
