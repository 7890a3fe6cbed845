"""Leaflets and forms: a team's list, what is proposed and why, what a person chose, what went (P48)."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import DatabaseError, InternalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from families import actions as families
from families.enums import ConsentPurpose, Purpose
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused, Stale
from pitservice.files import store
from pitservice.jobs.tasks import work
from pitservice.letters import actions
from pitservice.letters.actions.enclosing import GONE, PRINTED, Settled
from pitservice.letters.enclosing import enclosed, in_envelope, pages_of, proposals, to_take
from pitservice.letters.enums import EnclosureKind, Given, Shape
from pitservice.letters.models import Copy, Enclosure
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import made_letter, write_letter

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P48")]


def a_pdf(pages: int = 1, **catalogue: Any) -> bytes:
    """A PDF with so many empty pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    for name, value in catalogue.items():
        writer.root_object[pypdf.generic.NameObject(f"/{name}")] = value
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def leaflet(
    team: Team, title: str = "About us", *, pages: int = 2, content: bytes | None = None, **given: Any
) -> Enclosure:
    settled = Settled(title, given.pop("kind", EnclosureKind.LEAFLET), **given)
    pdf = content or a_pdf(pages)
    return actions.add_enclosure(team=team, settled=settled, name="about-us.pdf", content=pdf, by=BY)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def client(team: Team) -> Client:
    return client_of(make_user(RoleName.ADMINISTRATOR, team))


def viewer_of(team: Team) -> Viewer:
    return Viewer.of(make_user(RoleName.ADMINISTRATOR, team), Permission.SEND)


# --- the list ---


def test_a_pdf_is_taken_in_with_its_pages(team: Team) -> None:
    row = leaflet(team, pages=3)

    assert (row.number, row.pages, row.in_use, row.file.name) == (1, 3, True, "about-us.pdf")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"GIF89a", "is not a PDF"),
        (b"%PDF-1.7 half a file %%EOF", "is damaged"),
        (a_pdf(41), "has 41 pages"),
        (a_pdf(1, OpenAction=pypdf.generic.DictionaryObject()), "runs something"),
        (a_pdf(1, AA=pypdf.generic.DictionaryObject()), "runs something"),
        (
            a_pdf(
                1,
                Names=pypdf.generic.DictionaryObject(
                    {pypdf.generic.NameObject("/JavaScript"): pypdf.generic.DictionaryObject()}
                ),
            ),
            "runs something",
        ),
    ],
    ids=["no PDF", "damaged", "a book", "opens", "acts", "script"],
)
def test_what_is_no_plain_pdf_is_refused_by_what_is_in_it(team: Team, content: bytes, why: str) -> None:
    assert why in pages_of(content, "odd.pdf")[1]
    with pytest.raises(Refused, match=why):
        leaflet(team, content=content)


def test_a_locked_pdf_is_refused() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.encrypt("secret", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)

    assert "is locked" in pages_of(content.getvalue(), "odd.pdf")[1]


def test_a_newer_version_takes_its_place_and_the_older_stays_readable(team: Team) -> None:
    old = leaflet(team)

    new = actions.replace_enclosure(enclosure=old, name="b.pdf", content=a_pdf(5), seen=old.version, by=BY)

    old.refresh_from_db()
    assert (old.in_use, new.in_use, new.number, new.pages, new.document) == (False, True, 2, 5, old.document)
    with pytest.raises(Refused, match=GONE):
        actions.retire_enclosure(enclosure=old, by=BY)


def test_the_slower_of_two_is_told(team: Team) -> None:
    row = leaflet(team)
    actions.change_enclosure(enclosure=row, settled=Settled("Other", EnclosureKind.OTHER), seen=row.version, by=BY)

    with pytest.raises(Stale):
        actions.replace_enclosure(enclosure=row, name="b.pdf", content=a_pdf(), seen=row.version, by=BY)


# --- proposals ---


def test_a_consent_form_is_proposed_while_nobody_has_said_what_may_be_shared(team: Team) -> None:
    form = leaflet(team, "May we share?", kind=EnclosureKind.CONSENT, proposed_when=["share"])
    made, viewer = make_family(team), viewer_of(team)
    copy = write_letter(made)

    [before] = proposals([copy], viewer)[copy.pk]
    families.record_consent(
        family=made.family, person=made.mother, purpose=ConsentPurpose.SHARE, recipient="gp", given=False,
        how="Asked", given_on=made.family.created_at.date(), by=BY,
    )  # fmt: skip

    assert (before.enclosure, before.why) == (form, "Nobody has said yet what may be shared.")
    assert proposals([copy], viewer) == {}


def test_a_leaflet_is_proposed_with_letters_of_a_kind_and_only_in_their_language(team: Team) -> None:
    english = leaflet(team, proposed_when=[f"with:{Purpose.ACCEPTED}"])
    leaflet(team, "O nas", language="pl", proposed_when=[f"with:{Purpose.ACCEPTED}"])
    leaflet(team, "At the end", proposed_when=[f"with:{Purpose.ENDING}"])
    leaflet(make_team(), proposed_when=[f"with:{Purpose.ACCEPTED}"])
    copy = write_letter(make_family(team))

    assert [one.enclosure for one in proposals([copy], viewer_of(team))[copy.pk]] == [english]


def test_nothing_is_proposed_to_professionals(team: Team) -> None:
    leaflet(team, proposed_when=[f"with:{Purpose.ACCEPTED}"])
    copy = write_letter(make_family(team))
    copy.recipient = "professional:1"

    assert proposals([copy], viewer_of(team)) == {}


@pytest.mark.rule("P22")
def test_while_a_loss_stands_nothing_outstanding_is_proposed(team: Team) -> None:
    leaflet(team, "May we share?", proposed_when=["share"])
    leaflet(team, "To keep", given=Given.VISIT, proposed_when=["share"])
    made, viewer = make_family(team), viewer_of(team)
    copy = write_letter(made)
    assert to_take(made.family.pk, team.pk, viewer)
    families.record_loss(family=made.family, person=made.baby, kind="baby_died", by=BY)

    assert (proposals([copy], viewer), to_take(made.family.pk, team.pk, viewer)) == ({}, [])


def test_what_is_handed_over_at_the_visit_is_not_proposed_for_the_envelope(team: Team, client: Client) -> None:
    leaflet(team, "May we share?", given=Given.VISIT, proposed_when=["share"])
    made = make_family(team)
    copy = made_letter(made)

    assert proposals([copy], viewer_of(team)) == {}
    page = client.get(reverse("letters:family", args=[made.family.key])).content.decode()
    assert "To take to the visit" in page
    assert "May we share?" in page


# --- the envelope ---


def test_nothing_goes_that_nobody_chose(team: Team) -> None:
    leaflet(team, proposed_when=[f"with:{Purpose.ACCEPTED}"])

    assert made_letter(make_family(team)).enclosures == []


def test_what_was_chosen_is_printed_with_the_letter_and_kept_with_it(team: Team) -> None:
    one, other = leaflet(team, pages=2), leaflet(team, "May we share?", pages=1)
    copy = actions.fill_envelope(copy=made_letter(make_family(team)), enclosures=[one, other], by=BY)

    run = actions.start_run(copies=[copy], shape=Shape.SHEETS, by=BY)
    work()
    run.refresh_from_db()

    assert in_envelope(copy) == [enclosed(one), enclosed(other)]
    assert run.made is not None
    assert len(pypdf.PdfReader(io.BytesIO(store.get(run.made.sha256))).pages) == 1 + 1 + 2 + 1
    with pytest.raises(Refused, match=PRINTED):
        actions.fill_envelope(copy=copy, enclosures=[], by=BY)


def test_once_posted_what_was_in_the_envelope_never_changes(team: Team) -> None:
    copy = actions.fill_envelope(copy=made_letter(make_family(team)), enclosures=[leaflet(team)], by=BY)
    actions.mark_posted(copy=copy, by=BY)

    with pytest.raises(Refused, match="stays as it was"):
        actions.fill_envelope(copy=copy, enclosures=[], by=BY)
    with pytest.raises((InternalError, DatabaseError)):
        Copy.objects.filter(pk=copy.pk).update(enclosures=[])


def test_another_teams_leaflet_is_not_enclosed(team: Team) -> None:
    with pytest.raises(Refused, match=GONE):
        actions.fill_envelope(copy=made_letter(make_family(team)), enclosures=[leaflet(make_team())], by=BY)


def test_a_letter_whose_leaflet_was_replaced_is_not_posted_until_somebody_chose_again(team: Team) -> None:
    old = leaflet(team)
    copy = actions.fill_envelope(copy=made_letter(make_family(team)), enclosures=[old], by=BY)
    new = actions.replace_enclosure(enclosure=old, name="b.pdf", content=a_pdf(), seen=None, by=BY)

    with pytest.raises(Refused, match="“About us”, which goes with it, was replaced"):
        actions.mark_posted(copy=copy, by=BY)
    actions.fill_envelope(copy=copy, enclosures=[new], by=BY)

    assert actions.mark_posted(copy=copy, by=BY).state == "posted"


# --- pages ---


def test_add_change_replace_and_retire_in_the_browser(team: Team, client: Client) -> None:
    form = client.get(reverse("letters:add_enclosure", args=[team.slug])).context["form"]
    given = {"title": "About us", "kind": "leaflet", "language": "en", "given": "letter", "proposed_when": ["share"]}
    sent = given | {"submission": form["submission"].value(), "file": upload(a_pdf(2))}
    added = client.post(reverse("letters:add_enclosure", args=[team.slug]), sent)
    row = Enclosure.objects.get()
    changed = send(client, "change_enclosure", row, **(given | {"title": "About our team"}))
    row.refresh_from_db()
    replaced = send(client, "replace_enclosure", row, file=upload(a_pdf(3)))
    new = Enclosure.objects.get(in_use=True)
    page = client.get(reverse("letters:enclosure", args=[new.key])).content.decode()
    listed = client.get(reverse("letters:enclosures")).content.decode()
    retired = send(client, "retire_enclosure", new)

    assert {added.status_code, changed.status_code, replaced.status_code, retired.status_code} == {302}
    assert "About our team" in listed
    assert "Nobody has said what may be shared" in listed
    assert all(words in page for words in ("Version 1", "about-us.pdf, 3 pages", new.file.sha256, "With the letter"))
    assert "Nothing here yet" in client.get(reverse("letters:enclosures")).content.decode()


def test_a_file_that_is_no_pdf_is_refused_with_what_was_typed_kept(team: Team, client: Client) -> None:
    address = reverse("letters:add_enclosure", args=[team.slug])
    form = client.get(address).context["form"]
    given = {"title": "About us", "kind": "leaflet", "language": "en", "given": "letter"}

    sent = client.post(address, given | {"submission": form["submission"].value(), "file": upload(b"GIF89a")})

    assert sent.status_code == 422
    assert "is not a PDF" in sent.content.decode()
    assert 'value="About us"' in sent.content.decode()


def test_choose_what_goes_with_a_letter(team: Team, client: Client) -> None:
    row = leaflet(team, proposed_when=[f"with:{Purpose.ACCEPTED}"])
    copy = made_letter(make_family(team))
    before = client.get(reverse("letters:copy", args=[copy.key])).content.decode()
    page = client.get(reverse("letters:envelope", args=[copy.key])).content.decode()

    chosen = send(client, "envelope", copy, enclosures=[row.key])
    after = client.get(reverse("letters:copy", args=[copy.key])).content.decode()
    whole = client.get(reverse("letters:whole_envelope", args=[copy.key]))

    assert "Proposed for this envelope, not chosen" in before
    assert copy.pdf is not None
    assert copy.pdf.sha256 in before
    assert "Goes with a letter: acceptance." in before
    assert " checked" not in page.replace("not checked here", "")
    assert chosen.status_code == 302
    assert "About us, version 1 (2 pages)" in after
    assert "Proposed for this envelope" not in after
    assert len(pypdf.PdfReader(io.BytesIO(whole.content)).pages) == 3


def test_what_is_proposed_stands_in_the_lists_before_printing(team: Team, client: Client) -> None:
    leaflet(team, proposed_when=[f"with:{Purpose.ACCEPTED}"])
    made_letter(make_family(team))

    for name in ("to_post", "print"):
        page = client.get(reverse(f"letters:{name}")).content.decode()
        assert "Proposed: About us" in page
        assert "The letter alone" in page


@pytest.mark.parametrize("name", ["to_post", "print"])
def test_as_many_queries_for_many_letters_as_for_one(team: Team, client: Client, name: str) -> None:
    leaflet(team, proposed_when=["share", "measures", "first_visit"])
    client.get(reverse(f"letters:{name}"))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            made_letter(make_family(team))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"letters:{name}"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_practitioner_saves_the_pdf_and_changes_nothing(team: Team) -> None:
    row = leaflet(team)
    practitioner = client_of(make_user(RoleName.PRACTITIONER, team))
    saved = practitioner.get(reverse("letters:enclosure_file", args=[row.key]))

    assert saved["Content-Disposition"].startswith("attachment")
    names = ("enclosure", "change_enclosure", "replace_enclosure", "retire_enclosure")
    assert {practitioner.get(reverse(f"letters:{name}", args=[row.key])).status_code for name in names} == {403}


def test_another_teams_leaflet_does_not_exist(client: Client) -> None:
    row = leaflet(make_team())

    names = ("enclosure", "enclosure_file", "change_enclosure", "replace_enclosure", "retire_enclosure")
    assert {client.get(reverse(f"letters:{name}", args=[row.key])).status_code for name in names} == {404}


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("about-us.pdf", content, content_type="application/pdf")


def send(client: Client, name: str, row: Any, **given: Any) -> Any:
    """The form of a page as it was shown, filled in and sent."""
    address = reverse(f"letters:{name}", args=[row.key])
    form = client.get(address).context["form"]
    return client.post(address, {"submission": form["submission"].value(), "seen": form["seen"].value(), **given})
