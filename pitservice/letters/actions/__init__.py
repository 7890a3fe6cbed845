"""Every write about letters: writing them, a person's decisions about each copy, making the PDF, posting."""

from __future__ import annotations

from pitservice.letters.actions.clearing import clear_list
from pitservice.letters.actions.deciding import (
    cancel,
    confirm,
    mark_posted,
    put_back,
    retry,
    take_on,
    tell_by_other_means,
)
from pitservice.letters.actions.drafting import (
    NOT_A_DRAFT,
    Decided,
    approve,
    begin_letter,
    decide_copy,
    drop_letter,
    mark_about_parent,
    save_typed,
    set_words,
    settle_text,
)
from pitservice.letters.actions.emailing import READ, open_by_link, post_instead, send_link
from pitservice.letters.actions.enclosing import (
    add_enclosure,
    change_enclosure,
    fill_envelope,
    replace_enclosure,
    retire_enclosure,
)
from pitservice.letters.actions.heading import set_logo, take_logo_off
from pitservice.letters.actions.making import make
from pitservice.letters.actions.posting import (
    came_back,
    give_back,
    make_run,
    print_again,
    settle_returned,
    start_run,
)
from pitservice.letters.actions.trying import send_to_myself
from pitservice.letters.actions.wording import save_words, use_shipped_words, use_words_again
from pitservice.letters.actions.writing import CopyFor, cancel_wanted, forget_confirmed, look_again, write
from pitservice.letters.composing import NOT_ONLINE

__all__ = [
    "NOT_A_DRAFT",
    "NOT_ONLINE",
    "READ",
    "CopyFor",
    "Decided",
    "add_enclosure",
    "approve",
    "begin_letter",
    "came_back",
    "cancel",
    "cancel_wanted",
    "change_enclosure",
    "clear_list",
    "confirm",
    "decide_copy",
    "drop_letter",
    "fill_envelope",
    "forget_confirmed",
    "give_back",
    "look_again",
    "make",
    "make_run",
    "mark_about_parent",
    "mark_posted",
    "open_by_link",
    "post_instead",
    "print_again",
    "put_back",
    "replace_enclosure",
    "retire_enclosure",
    "retry",
    "save_typed",
    "save_words",
    "send_link",
    "send_to_myself",
    "set_logo",
    "set_words",
    "settle_returned",
    "settle_text",
    "start_run",
    "take_logo_off",
    "take_on",
    "tell_by_other_means",
    "use_shipped_words",
    "use_words_again",
    "write",
]
