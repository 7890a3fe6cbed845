"""A team's own logo on its letters: drawn anew, read out in words, and nothing else is opened."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.letters import actions
from pitservice.letters.logos import Picture, made_printable
from pitservice.letters.models import Logo
from pitservice.letters.render import pdf_of, render_letter
from tests.letters.test_joining import SHEET, elements
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import made_letter


def picture(size: tuple[int, int] = (600, 200), kind: str = "PNG", **more: Any) -> bytes:
    content = io.BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, "#005eb8").save(content, kind, **more)
    return content.getvalue()


def noise() -> bytes:
    """A picture that cannot be made small."""
    content = io.BytesIO()
    Image.effect_noise((300, 200), 80).save(content, "PNG")
    return content.getvalue()


def figures(pdf: bytes) -> list[str]:
    catalogue: Any = PdfReader(io.BytesIO(pdf)).root_object
    return [str(one.get("/Alt")) for one in elements(catalogue["/StructTreeRoot"]) if one["/S"] == "/Figure"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_as_small_as_it_is_printed(kind: str) -> None:
    made = made_printable(picture((3000, 1500), kind), "logo")

    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (1040, 520))


def test_what_a_program_wrote_into_the_file_does_not_come_along() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Priya Shah, 12 Rowan Close")

    made = made_printable(picture(pnginfo=notes), "logo.png")

    assert b"Priya" not in made and b"tEXt" not in made


def test_what_is_seen_through_becomes_white() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(content, "PNG")

    with Image.open(io.BytesIO(made_printable(content.getvalue(), "logo.png"))) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "is not a PNG or JPEG"),
        (b"%PDF-1.7\n%%EOF", "is not a PNG or JPEG"),
        (noise()[:5000] + noise()[-12:], "is damaged"),
        (picture((20, 400)), "dots"),
        (picture((6001, 100)), "dots"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=["svg", "pdf", "half", "thin", "wide", "large"],
)
def test_anything_else_is_refused_by_its_content(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        made_printable(content, "logo.png")


def test_a_letter_shows_it_with_its_words_as_a_figure() -> None:
    plain = render_letter(SHEET)
    with_logo = render_letter(replace(SHEET, logo=Picture(made_printable(picture(), "x"), "Rowan “Trust” & friends")))

    assert figures(plain) == []
    assert figures(with_logo) == ["Rowan “Trust” & friends"]
    assert len(PdfReader(io.BytesIO(with_logo)).pages[0].images) == 1


def test_a_page_without_a_logo_opens_none() -> None:
    with pytest.raises(BaseException, match="may not open letter:logo"):
        pdf_of('<html lang="en"><title>x</title><body><img src="letter:logo" alt="x"></body></html>')


@pytest.mark.django_db
class TestOnPages:
    """Putting it on, another in its place, taking it off; whose it is."""

    @pytest.fixture
    def team(self) -> Team:
        return make_team(name="North")

    @pytest.fixture
    def client(self, team: Team) -> Client:
        return client_of(make_user(RoleName.ADMINISTRATOR, team))

    def put(self, client: Client, team: Team, content: bytes = b"", **more: Any) -> Any:
        upload = SimpleUploadedFile("logo.png", content or picture(), "image/png")
        given = {"submission": str(uuid4()), "file": upload, "in_words": "Rowan Trust"} | more
        return client.post(reverse("letters:set_logo", args=[team.slug]), given)

    def test_it_stands_on_letters_made_from_now_on(self, client: Client, team: Team) -> None:
        assert self.put(client, team).status_code == 302
        assert self.put(client, team, in_words="Rowan Trust, a tree").status_code == 302
        page = client.get(reverse("letters:heads")).content.decode()
        assert "Rowan Trust, a tree" in page
        assert figures(client.get(reverse("letters:sample", args=[team.slug])).content) == ["Rowan Trust, a tree"]

        copy = made_letter(make_family(team))

        assert copy.pdf is not None
        assert figures(store.get(copy.pdf.sha256)) == ["Rowan Trust, a tree"]
        assert [logo.in_use for logo in Logo.objects.order_by("pk")] == [False, True]

    def test_taken_off_letters_show_the_name_alone(self, client: Client, team: Team) -> None:
        self.put(client, team)
        logo = Logo.objects.get()
        address = reverse("letters:no_logo", args=[team.slug])
        assert client.post(address, {"submission": str(uuid4()), "seen": logo.version}).status_code == 302

        assert client.get(address).status_code == 404
        assert figures(client.get(reverse("letters:sample", args=[team.slug])).content) == []
        with pytest.raises(Refused, match="not on letters any more"):
            actions.take_logo_off(logo=logo, by=BY)

    def test_what_is_no_picture_is_said_above_the_form(self, client: Client, team: Team) -> None:
        answer = self.put(client, team, b"<svg></svg>", in_words="")

        assert answer.status_code == 422
        assert "is not a PNG or JPEG picture" in answer.content.decode()
        assert "Enter what stands in it" in answer.content.decode()
        assert not Logo.objects.exists()

    def test_only_whoever_words_letters_and_only_their_own_team(self, client: Client, team: Team) -> None:
        other = make_team(name="South")
        practitioner = client_of(make_user(RoleName.PRACTITIONER, team))

        assert self.put(client, other).status_code == 404
        assert self.put(practitioner, team).status_code == 403
        assert practitioner.get(reverse("letters:heads")).status_code == 403
