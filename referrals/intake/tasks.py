"""The professionals' form as a list of tasks: which steps each has, and how far it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from referrals.intake.step import Answers
from referrals.intake.steps import steps_of


class Progress(StrEnum):
    """How far a task is."""

    NOT_STARTED = "Not started"
    STARTED = "Started"
    COMPLETED = "Completed"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list: under which heading, what it is called, and the steps it has ("carer" is every carer)."""

    group: str
    title: str
    steps: tuple[str, ...]

    def has(self, step: str) -> bool:
        """Whether a step belongs to it."""
        return any(step == name or step.startswith(f"{name}-") for name in self.steps)


TASKS: Sequence[Task] = (
    Task("You", "About you", ("about-you",)),
    Task("The family", "The baby", ("baby",)),
    Task("The family", "Parents and carers", ("carer", "contact")),
    Task("The family", "Brothers and sisters", ("siblings",)),
    Task("Why you refer", "What worries you", ("worries",)),
    Task("Why you refer", "Risk and stress", ("risks",)),
    Task("Support and safety", "Who is already helping", ("helpers",)),
    Task("Support and safety", "Before we contact the family", ("know-first",)),
)


def task_of(step: str) -> Task:
    """The task that a step belongs to."""
    return next(task for task in TASKS if task.has(step))


def steps_in(task: Task, entrance: str, answers: Answers) -> list[str]:
    """The names of a task's steps, given what has been answered."""
    return [step.name for step in steps_of(entrance, answers) if task.has(step.name)]


def next_in_task(entrance: str, answers: Answers, name: str) -> str:
    """The next step of the same task that is not answered; empty when the task is done."""
    names = steps_in(task_of(name), entrance, answers)
    return next((one for one in names[names.index(name) + 1 :] if one not in answers), "")


def progress(task: Task, entrance: str, answers: Answers) -> Progress:
    """How far a task is."""
    answered = [name in answers for name in steps_in(task, entrance, answers)]
    if all(answered):
        return Progress.COMPLETED
    return Progress.STARTED if any(answered) else Progress.NOT_STARTED


def begin_at(task: Task, entrance: str, answers: Answers) -> str:
    """The step that a task's line leads to: the first without an answer, or its first."""
    names = steps_in(task, entrance, answers)
    return next((name for name in names if name not in answers), names[0])
