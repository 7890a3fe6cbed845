"""What a referrer would change after sending: the answers again, and how they differ from those before (P11). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict

from pitservice.configuration.enums import YesNoUnknown
from referrals.enums import ChangeKind, Entrance, OtherCarers
from referrals.intake.build import MakeForm
from referrals.intake.step import Answers, Step, StepForm, answer, said
from referrals.intake.steps import steps_of
from referrals.models import Attachment

#: What a referrer may say that narrows who may be told or where: by question, the answers that do. Where it was yes,
#: "not known" narrows too: the contact rules then ask before anything goes.
_NARROWS: Mapping[str, frozenset[str]] = {
    "may_know": frozenset({"no"}),
    "another": frozenset({OtherCarers.UNSAFE}),
    **dict.fromkeys(
        ("knows", "agrees", "mobile_safe", "may_text", "email_safe", "address_safe"),
        frozenset({YesNoUnknown.NO, YesNoUnknown.UNKNOWN, ""}),
    ),
}
#: A number or address that is another now: somebody else may read what goes to the one from before.
_WHERE = frozenset({"mobile", "email", "address", "postcode"})
#: What must be known first: any change of it narrows.
_ALWAYS = "warning"
#: Said by the one who is added.
_ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not as it was; of somebody who is added, everything that is said of them.

    `narrows`: it may mean that somebody must be told less, so that everything outgoing waits until it was read.
    """

    kind: ChangeKind
    step: str
    field: str
    heading: str
    question: str
    before: str
    proposed: str
    narrows: bool = False


def answers_again(typed: Mapping[str, Mapping[str, list[str]]], make_form: MakeForm) -> dict[str, dict[str, Any]]:
    """The answers that a submission was made of, from what was typed; what no question asks any more is left out."""
    found: dict[str, dict[str, Any]] = {}
    while (step := _next(found, typed)) is not None:
        form = make_form(step.name, step.form, MultiValueDict(dict(typed[step.name])))
        form.is_valid()
        found[step.name] = {"typed": dict(typed[step.name]), "clean": form.clean_for_keeping()}
    return found


def files_added(files: Iterable[Attachment]) -> list[Difference]:
    """Letters and reports that are attached after sending; `field` is the file's key."""
    kind, heading = ChangeKind.FILE, "Letters and reports"
    return [Difference(kind, "files", one.key, heading, "A file to add", "", one.stored.name) for one in files]


def _next(found: Answers, typed: Mapping[str, Any]) -> Step | None:
    """The next step that was answered: which steps there are depends on those before."""
    steps = steps_of(Entrance.PROFESSIONAL, found)
    return next((step for step in steps if step.name in typed and step.name not in found), None)


def differences(before: Answers, now: Answers, make_form: MakeForm) -> list[Difference]:
    """How the answers differ, question by question; somebody who is added is one difference."""
    steps = {step.name: step for step in (*steps_of(Entrance.PROFESSIONAL, before), *_steps(now))}
    found: list[Difference] = []
    for name, step in steps.items():
        form = make_form(name, step.form)
        old, new = (said(form, answers.get(name, {}).get("clean", {})) for answers in (before, now))
        if name not in before and name in now:
            found += _added(step, form, new, now)
        else:
            found += _changed(step, form, old, new, now)
    return found


def _steps(answers: Answers) -> Sequence[Step]:
    return steps_of(Entrance.PROFESSIONAL, answers)


def _added(step: Step, form: StepForm, new: Mapping[str, tuple[str, str]], now: Answers) -> list[Difference]:
    """Somebody who was not named before; how they can be reached is told with who they are."""
    if step.name.startswith("contact-"):
        return []
    lines = [f"{question}: {words}" for question, words in new.values()]
    contact = step.name.replace("carer", "contact")
    if contact != step.name and contact in now:
        other = next(one for one in _steps(now) if one.name == contact)
        more = said(_same(form, other), now[contact]["clean"])
        lines += [f"{question}: {words}" for question, words in more.values()]
    hidden = answer(now, step.name, "may_know") == "no"
    kind = ChangeKind.PERSON
    return [Difference(kind, step.name, "", step.heading, "Somebody to add", "", "\n".join(lines), narrows=hidden)]


def _same(form: StepForm, step: Step) -> StepForm:
    """Another step's form, for the same team."""
    return step.form(context=form.page)


def _changed(
    step: Step,
    form: StepForm,
    old: Mapping[str, tuple[str, str]],
    new: Mapping[str, tuple[str, str]],
    now: Answers,
) -> list[Difference]:
    found = []
    for field in form.fields:
        before, proposed = (words.get(field, ("", ""))[1] for words in (old, new))
        if before != proposed and not (field == _ANOTHER and answer(now, step.name, field) == "yes"):
            question = (new.get(field) or old.get(field) or ("", ""))[0]
            narrows = _narrows(step.name, field, before, now)
            found.append(
                Difference(ChangeKind.ANSWER, step.name, field, step.heading, question, before, proposed, narrows)
            )
    return found


def _narrows(step: str, field: str, before: str, now: Answers) -> bool:
    if field == _ALWAYS or (field in _WHERE and step.startswith("contact-") and before):
        return True
    return str(answer(now, step, field)) in _NARROWS.get(field, ())
