"""A file is what its content says, and a scanner that is named is asked before anything is kept (P30)."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from pitservice.db.errors import Refused
from pitservice.files import kinds, scanning
from tests.make.documents import HEIC, JPEG, PDF, PNG, docx

WRONG = {
    "a web page": b"<html><script>alert(1)</script></html>",
    "a program": b"MZ" + b"\x00" * 200,
    "half a PDF": PDF[:30],
    "a PDF's name on a page": b"%PDF-<html>",
    "half a JPEG": JPEG[:20],
    "a PNG without its end": PNG[:40],
    "a video in the box of a picture": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\x00" * 40,
    "a plain zip": docx()[:100],
    "a document with a program in it": docx("word/vbaProject.bin"),
    "words": b"Dear colleague",
    "nothing much": b"\x00",
}


@pytest.mark.rule("P30")
@pytest.mark.parametrize(
    ("content", "called"),
    [(PDF, "PDF"), (JPEG, "JPEG picture"), (PNG, "PNG picture"), (HEIC, "HEIC picture"), (docx(), "Word document")],
)
def test_a_kind_is_found_from_the_content(content: bytes, called: str) -> None:
    kind = kinds.kind_of(content)

    assert kind is not None
    assert (kind.called, kinds.by_type(kind.content_type)) == (called, called)
    assert kinds.refusal(content, "anything.exe") == ""


@pytest.mark.parametrize("content", [pytest.param(content, id=what) for what, content in WRONG.items()])
def test_anything_else_is_refused_with_a_sentence_that_names_it(content: bytes) -> None:
    assert kinds.refusal(content, "letter.pdf").startswith("“letter.pdf” is not a PDF, a Word document (.docx), or a ")


def test_empty_and_large_files_are_refused() -> None:
    assert kinds.refusal(b"", "a.pdf") == "“a.pdf” is empty. Choose another file."
    assert kinds.refusal(PDF + b"x" * kinds.LARGEST, "a.pdf").startswith("“a.pdf” is larger than 20 MB.")
    assert kinds.by_type("text/html") == "File"


class Scanner:
    """Something that speaks as ClamAV's daemon does, on a socket of this machine."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.content = answer, b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def where(self) -> str:
        return f"127.0.0.1:{self.listening.getsockname()[1]}"

    def _serve(self) -> None:
        link, _ = self.listening.accept()
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.content += stream.read(size)
            link.sendall(self.answer)

    def close(self) -> None:
        self.thread.join(5)
        self.listening.close()


@pytest.fixture
def scanner(request: pytest.FixtureRequest) -> Iterator[Scanner]:
    made = Scanner(request.param)
    with override_settings(VIRUS_SCANNER=made.where):
        yield made
    made.close()


@pytest.mark.parametrize("scanner", [b"stream: OK\0"], indirect=True)
def test_a_clean_file_is_sent_whole_to_the_scanner(scanner: Scanner) -> None:
    content = PDF + b"x" * 200_000

    scanning.check(content, "letter.pdf")

    assert scanner.content == content


@pytest.mark.parametrize("scanner", [b"stream: Eicar-Test-Signature FOUND\0"], indirect=True)
def test_what_the_scanner_finds_is_refused_by_name(scanner: Scanner) -> None:
    with pytest.raises(Refused, match="found something in “letter"):
        scanning.check(PDF, "letter.pdf")
    assert scanner.content == PDF


@pytest.mark.parametrize("scanner", [b"INSTREAM size limit exceeded. ERROR\0"], indirect=True)
def test_a_scanner_that_does_not_answer_the_question_refuses(scanner: Scanner) -> None:
    with pytest.raises(Refused, match="could not be checked"):
        scanning.check(PDF, "letter.pdf")
    assert scanner.content == PDF


def test_a_scanner_that_is_not_there_refuses_and_none_asks_nothing(tmp_path: Path) -> None:
    scanning.check(PDF, "letter.pdf")
    with override_settings(VIRUS_SCANNER=str(tmp_path / "clamd.sock")), pytest.raises(Refused, match="Try again"):
        scanning.check(PDF, "letter.pdf")
