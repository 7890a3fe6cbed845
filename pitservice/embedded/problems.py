"""What can go wrong while setting up, as one sentence for the person at the keyboard."""

from __future__ import annotations

import errno


class SetUpProblem(Exception):
    """An expected failure; its text is the whole message, without a traceback."""


_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


def sentence_for(error: OSError) -> str:
    """An operating system's error as a sentence: a full disk and a folder that cannot be written are the usual ones."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in _DISK_FULL:
        return f"The disk is full{place}: make room and start again."
    if error.errno in _NOT_WRITABLE:
        return f"This user may not write here{place}: change the folder's owner, or set VAR to a folder of your own."
    return f"The machine refused: {error.strerror or error}{place}."


def sentence_in(output: str, *, online: bool) -> str | None:
    """A sentence for what a program's output says went wrong, where the reason is a known one."""
    text = output.lower()
    if "no space left on device" in text or "disk quota exceeded" in text or "enospc" in text:
        return "the disk is full: make room and start again"
    if online and any(words in text for words in _NO_NETWORK):
        return "the package registry could not be reached: check the network, and the proxy settings if there are any"
    return None


_NO_NETWORK = (
    "temporary failure in name resolution",
    "name or service not known",
    "failed to establish a new connection",
    "network is unreachable",
    "dns error",
    "failed to lookup address",
    "could not resolve",
    "error sending request",
    "connection refused (os error",
    "eai_again",
    "enotfound",
    "econnrefused",
    "etimedout",
    "tcp connect error",
    "unable to connect to",
    "temporary failure resolving",
)
