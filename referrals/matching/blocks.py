"""Which accounts are worth comparing: those that share a key. Without it 10,000 rows would meet 100,000 people each.

Whoever `stories.compare` could match shares a key, but for names that differ by a letter in both of their parts and
have nothing else in common but a date of birth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from referrals.matching.facts import Described, Story


def keys_of(story: Story) -> Iterator[str]:
    """Every key under which an account is found."""
    for person in (*story.adults, *story.babies):
        if person.nhs:
            yield f"nhs {person.nhs}"
    for adult in story.adults:
        yield from _keys_of_adult(adult)


def _keys_of_adult(adult: Described) -> Iterator[str]:
    yield from (f"way {way}" for way in (*adult.phones, *adult.emails))
    if adult.address:
        yield f"way {adult.address}"
    if adult.born is not None:
        yield from (f"born {adult.born} {name}" for name in (adult.given, adult.family) if name)


class Index:
    """Accounts by their keys."""

    def __init__(self, stories: Iterable[Story] = ()) -> None:
        """Hold these accounts."""
        self._stories: dict[str, Story] = {}
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        for story in stories:
            self.add(story)

    def add(self, story: Story) -> None:
        """Hold one more."""
        self._stories[story.ref] = story
        for key in set(keys_of(story)):
            self._by_key[key].append(story.ref)

    def alike(self, story: Story) -> list[Story]:
        """Those that share a key with this one, in the order in which they were added; never itself."""
        found = {ref: None for key in keys_of(story) for ref in self._by_key.get(key, ()) if ref != story.ref}
        return [self._stories[ref] for ref in found]
