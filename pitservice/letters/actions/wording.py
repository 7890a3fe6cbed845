"""A team's own words: each change is a version of its own, and so is going back (issue 5, P46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.contact import PLAIN, Version
from families.contact.versions import ENGLISH
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.letters.catalogue import CATALOGUE, Template
from pitservice.letters.guard import found_in
from pitservice.letters.models import WordsVersion
from pitservice.letters.selectors import newest_version
from pitservice.letters.wording import NewWords, faults, why_not_translated
from pitservice.letters.words import shipped, version_in

CHANGED = "Somebody else has changed these words since you opened them. Look at theirs, then save yours again."
UNREAD = "Say that you have read what was found and want it."


@dataclass(frozen=True, slots=True)
class Checked:
    """Who checked a translation (a person or an agency, by name), and on which day."""

    by: str
    on: date | None


@transaction.atomic
def save_words(
    *,
    team: Team,
    new: NewWords,
    checked: Checked | None = None,
    wanted: bool = False,
    why: str = "",
    seen: int | None = None,
    by: Actor,
) -> WordsVersion:
    """Put new words of a template into force; nothing in letters already written changes (P46).

    Refused: a merge field that is not known or that is missing, a character no font has, a translation that nobody
    checked, and what the guard on content found unless it was read and is `wanted`, which the version keeps with who
    said so. `seen`: the number of the version that stood on the page, 0 for the shipped words.
    """
    for _, sentence in faults(new):
        raise Refused(f"{sentence}.")
    if new.version.language != ENGLISH:
        _check_translation(new, checked)
    found = found_in(_all(new), to_families=new.template.to_families)
    if found and not wanted:
        raise Refused(UNREAD)
    return _add(
        team,
        new.template,
        new.version,
        seen,
        by,
        words=new.words.strip(),
        frame=dict(new.frame),
        checked_by=checked.by.strip() if checked else "",
        checked_on=checked.on if checked else None,
        let_through=[one.code for one in found],
        why=why,
    )


@transaction.atomic
def use_words_again(*, version: WordsVersion, seen: int | None = None, by: Actor) -> WordsVersion:
    """Put the words of an earlier version into force again, as a new version (nothing is taken back)."""
    return _add(
        version.team,
        CATALOGUE[version.name],
        version_in(version),
        seen,
        by,
        words=version.words,
        frame=version.frame,
        as_shipped=version.as_shipped,
        checked_by=version.checked_by,
        checked_on=version.checked_on,
        let_through=version.let_through,
        why=f"The words of version {version.number} again",
    )


@transaction.atomic
def use_shipped_words(
    *, team: Team, template: Template, version: Version, seen: int | None = None, by: Actor
) -> WordsVersion:
    """From here on the shipped words count again; in another language or form there are none, and a person calls."""
    words = "\n".join(shipped(template.name)) if version == PLAIN else ""
    return _add(team, template, version, seen, by, words=words, as_shipped=True, why="The shipped words again")


def _check_translation(new: NewWords, checked: Checked | None) -> None:
    if stuck := why_not_translated(new.template):
        raise Refused(stuck)
    if checked is None or not checked.by.strip() or checked.on is None:
        raise Refused("Enter who checked the translation, and when.")
    if checked.on > timezone.localdate():
        raise Refused("The day on which the translation was checked must be today or in the past.")


def _all(new: NewWords) -> str:
    return "\n".join([new.words, *new.frame.values()])


def _add(team: Team, template: Template, version: Version, seen: int | None, by: Actor, **columns: Any) -> WordsVersion:
    """The next version. Of two at the same moment the slower is refused by the number that both would take."""
    newest = newest_version(team.pk, template.name, version)
    number = newest.number if newest else 0
    if seen is not None and seen != number:
        raise Stale(CHANGED)
    made = WordsVersion.objects.create(
        team=team,
        name=template.name,
        language=version.language,
        form=version.form,
        number=number + 1,
        created_by=by,
        **columns,
    )
    record("letters.save_words", made, by=by, template=template.name, version=made.number, let_through=made.let_through)
    return made
