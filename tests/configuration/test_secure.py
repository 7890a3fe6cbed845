"""Which e-mail domains a team may list as secure, and which addresses they cover (P43)."""

from __future__ import annotations

import pytest

from pitservice.configuration.secure import domains_in, faults_in, is_secure

pytestmark = pytest.mark.rule("P43")


def test_a_list_is_read_however_it_is_typed() -> None:
    assert domains_in(" @NHS.net,\nnhs.net\n*.North.gov.uk; cjsm.net. ") == ("nhs.net", "*.north.gov.uk", "cjsm.net")


@pytest.mark.parametrize(
    ("domain", "wrong"),
    [
        ("nhs.net", ""),
        ("*.gov.uk", ""),
        ("*.nhs.uk", ""),
        ("north.gov.uk", ""),
        ("gov.uk", "whole domain"),
        ("org.uk", "whole domain"),
        ("*.org.uk", "whole domain"),
        ("gmail.com", "Anybody can"),
        ("*.outlook.com", "Anybody can"),
        ("net", "no e-mail domain"),
        ("*", "no e-mail domain"),
        ("*.uk", "no e-mail domain"),
        ("jo@nhs.net", "no e-mail domain"),
        ("nhs,net", "no e-mail domain"),
    ],
)
def test_a_domain_that_anybody_can_have_is_not_secure(domain: str, wrong: str) -> None:
    said = " ".join(faults_in([domain]))

    assert (wrong in said) if wrong else said == ""


@pytest.mark.parametrize(
    ("address", "secure"),
    [
        ("jo@nhs.net", True),
        ("Jo.Hill@NHS.NET", True),
        ("jo@mail.nhs.net", False),
        ("jo@evilnhs.net", False),
        ("jo@nhs.net.example.org", False),
        ("jo@north.gov.uk", True),
        ("jo@a.north.gov.uk", True),
        ("jo@gov.uk", False),
        ("jo@.gov.uk", False),
        ("jo@evil.example@nhs.net", False),
        ("nhs.net", False),
        ("@nhs.net", False),
        ("", False),
        ("jo@nhs.net\nx@example.org", False),
        ("jo@example.org, x@nhs.net", False),
    ],
)
def test_only_what_is_listed_is_secure(address: str, secure: bool) -> None:
    assert is_secure(address, ("nhs.net", "*.gov.uk")) is secure
