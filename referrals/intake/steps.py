"""Which steps a form has, given what has been answered: pure."""

from __future__ import annotations

from collections.abc import Sequence

from referrals.enums import Entrance
from referrals.intake import family, professional
from referrals.intake.step import Answers, Step, answer

#: Nobody has more; somebody who presses "another" for ever is stopped here.
MOST_BABIES, MOST_CARERS = 4, 6


def steps_of(entrance: str, answers: Answers) -> Sequence[Step]:
    """The steps in order."""
    return _family(answers) if entrance == Entrance.FAMILY else _professional(answers)


def next_step(entrance: str, answers: Answers, name: str) -> str:
    """The first step after this one that is not answered yet; empty when only checking is left."""
    names = [step.name for step in steps_of(entrance, answers)]
    after = names[names.index(name) + 1 :] if name in names else names
    return next((one for one in after if one not in answers), "")


def first_unanswered(entrance: str, answers: Answers) -> str:
    """The first step that nobody has been at; empty when all were answered."""
    return next((step.name for step in steps_of(entrance, answers) if step.name not in answers), "")


def number_of(name: str) -> int:
    """ "carer-2" is the second."""
    end = name.rpartition("-")[2]
    return int(end) if end.isdigit() else 1


def _professional(answers: Answers) -> Sequence[Step]:
    steps = [Step("about-you", professional.ReferrerForm)]
    for number in range(1, MOST_BABIES + 1):
        title = "The baby" if number == 1 else f"Another baby ({number})"
        steps.append(Step(f"baby-{number}", professional.BabyForm, title))
        if answer(answers, f"baby-{number}", "another") != "yes":
            break
    for number in range(1, MOST_CARERS + 1):
        who = "The baby's mother, or first carer" if number == 1 else f"Another carer ({number})"
        steps.append(Step(f"carer-{number}", professional.CarerForm, who))
        steps.append(Step(f"contact-{number}", professional.ContactForm, f"{who}: how to reach them"))
        if answer(answers, f"contact-{number}", "another") != "yes":
            break
    return [
        *steps,
        Step("siblings", professional.SiblingsForm),
        Step("worries", professional.WorriesForm),
        Step("risks", professional.RisksForm),
        Step("helpers", professional.HelpersForm),
        Step("know-first", professional.KnowFirstForm),
    ]


def _family(answers: Answers) -> Sequence[Step]:
    relative = answer(answers, "who", "who") == family.RELATIVE
    steps = [Step("who", family.WhoForm)]
    if relative:
        steps += [Step("about-you", family.RelativeForm), Step("name", family.ParentNameForm)]
    else:
        steps.append(Step("name", family.NameForm))
    steps += [
        Step("baby", family.BornForm),
        Step("mind", family.MindForm),
        Step("hopes", family.HopesForm),
        Step("reach", family.ReachForm),
        Step("not-know", family.NotKnowForm),
    ]
    hidden = answer(answers, "not-know", "who") in ("other_parent", "partner")
    if not relative and not hidden:
        steps.append(Step("other-parent", family.OtherParentForm))
    steps.append(Step("language", family.LanguageForm))
    if not relative:
        steps.append(Step("health-visitor", family.HealthVisitorForm))
    return [*steps, Step("anything", family.AnythingForm)]
