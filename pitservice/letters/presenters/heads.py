"""How the head of a team's letters reads on a page."""

from __future__ import annotations

from django.urls import reverse

from pitservice.accounts.models import Team
from pitservice.letters.models import Logo
from pitservice.letters.sheet import contact_lines, lines_of_address
from pitservice.ui.components import Fact, FactList, Link, Section
from pitservice.ui.dates import moment


def head_section(team: Team, logo: Logo | None) -> Section:
    """What stands there, and what can be done."""
    change = Link(
        "Change" if logo else "Add", reverse("letters:set_logo", args=[team.slug]), f"the logo of {team.name}"
    )
    remove = Link("Take off", reverse("letters:no_logo", args=[team.slug]), f"the logo of {team.name}")
    shown = [logo.words, f"Since {moment(logo.created_at)}, by {logo.created_by.name}"] if logo else []
    sample = Link("Open a letter as it is printed", reverse("letters:sample", args=[team.slug]), f"of {team.name}")
    facts = [
        Fact("Logo", shown, empty="None: letters show the team's name", actions=[change, *([remove] if logo else [])]),
        Fact("Address", lines_of_address(team.address), empty="None is recorded"),
        Fact("How to reach you", contact_lines(team), empty="Nothing is recorded"),
        Fact("How it looks", links=[sample]),
    ]
    return Section(team.name, [FactList(facts)])
