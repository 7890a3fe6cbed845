"""The list of tasks of the professionals' form, and the line that leads to checking and sending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pitservice.ui import dates
from pitservice.ui.components import Colour, Section, Tag
from referrals.enums import Entrance
from referrals.intake.step import Answers
from referrals.intake.steps import first_unanswered
from referrals.intake.tasks import TASKS, Progress, begin_at, progress

#: Every state stands as a word; only what is still to do is coloured.
_COLOURS = {Progress.NOT_STARTED: Colour.BLUE, Progress.STARTED: Colour.YELLOW, Progress.COMPLETED: Colour.GREEN}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task: where it leads (nowhere: it cannot be begun yet), how far it is, and a word of help."""

    text: str
    href: str
    tag: Tag
    anchor: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks under one heading."""

    template: ClassVar[str] = "referrals/task_list.html"

    tasks: Sequence[TaskLine]


def task_list(answers: Answers, step_at: Callable[[str], str], check_at: str, optional: Section) -> Sequence[object]:
    """Every task under its heading, what is `optional`, then checking and sending, which waits for all of them."""
    groups: dict[str, list[TaskLine]] = {}
    for number, task in enumerate(TASKS):
        found = progress(task, Entrance.PROFESSIONAL, answers)
        line = TaskLine(
            task.title,
            step_at(begin_at(task, Entrance.PROFESSIONAL, answers)),
            Tag(found, _COLOURS[found]),
            f"task-{number}",
        )
        groups.setdefault(task.group, []).append(line)
    return [
        *(Section(group, [TaskList(lines)]) for group, lines in groups.items()),
        optional,
        _sending(answers, check_at),
    ]


def files(attached: int, href: str) -> Section:
    """Letters and reports, which nobody has to send."""
    tag = Tag(dates.count(attached, "file"), Colour.GREEN) if attached else Tag("Optional", Colour.GREY)
    return Section("If you have them", [TaskList([TaskLine("Letters and reports", href, tag, "task-files")])])


def _sending(answers: Answers, check_at: str) -> Section:
    open_step = first_unanswered(Entrance.PROFESSIONAL, answers)
    if open_step:
        tag, hint = Tag("Cannot start yet", Colour.GREY), "Complete the tasks above first."
        return Section("Send", [TaskList([TaskLine("Check and send", "", tag, "task-send", hint)])])
    return Section("Send", [TaskList([TaskLine("Check and send", check_at, Tag("Ready", Colour.BLUE), "task-send")])])


def done_line(answers: Answers) -> str:
    """ "3 of 8 tasks are completed." """
    done = sum(progress(task, Entrance.PROFESSIONAL, answers) is Progress.COMPLETED for task in TASKS)
    return f"{done} of {len(TASKS)} tasks are completed. Do them in any order."
