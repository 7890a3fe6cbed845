"""The people of the demo and what happens to them, as data. All names, numbers and addresses are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: How far a story goes.
INBOX, INFORMATION, REVIEW, REFUSED, WITHDRAWN, WAITING, ENGAGING, WORKING, ENDED, FOLLOWED = (
    "inbox", "information", "review", "refused", "withdrawn", "waiting", "engaging", "working", "ended", "followed",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Story:
    """One family: who, when they were referred (days ago), how far it went, and what is special about them."""

    mother: str = ""
    father: str = ""
    family: str
    babies: tuple[str, ...] = ("",)
    born: int = 60  # days before today that the baby was born; negative: is expected in so many days
    ago: int
    path: str
    source: str = "health_visitor"
    referrer: str = "Fatima Begum"
    organisation: str = "Eastfield 0-19 Service"
    significant: int = 1
    minor: int = 2
    worries: str = "Finds the crying unbearable and feels she is failing."
    hopes: str = "To enjoy being together."
    sessions: int = 4
    special: str = ""
    ethnicity: str = "A"
    father_knows: str = "unknown"
    mother_knows: str = "yes"
    language: str = ""
    warning: str = ""
    text: bool = True
    extra: tuple[tuple[str, Any], ...] = ()


_MOTHERS = (
    "Aisha", "Hannah", "Blessing", "Kasia", "Megan", "Chloe", "Noor", "Rhian", "Grace", "Leila", "Ellie", "Joy",
    "Sadia", "Bethan", "Amelia", "Ruby", "Folake", "Ines", "Tamsin", "Orla",
)  # fmt: skip
_FATHERS = ("Daniel", "Kwame", "Owen", "Imran", "Jack", "Tomasz", "Liam", "", "Yusuf", "Ben", "", "Marcus")
_BABIES = (
    "Zayn",
    "Isla",
    "Elijah",
    "Mabel",
    "Oscar",
    "Amira",
    "Theo",
    "Nia",
    "Freya",
    "Idris",
    "Lottie",
    "Kofi",
    "Seren",
)
_FAMILIES = (
    "Khan", "Rowan", "Adeyemi", "Nowak", "Pryor", "Marsh", "Hussain", "Griffiths", "Mensah", "Farrow", "Brooks",
    "Osei", "Ahmed", "Lacey", "Whitby", "Penhale", "Adewale", "Moreira", "Kerslake", "Doyle", "Sutton", "Bellamy",
)  # fmt: skip
_REFERRERS = (
    ("health_visitor", "Fatima Begum", "Eastfield 0-19 Service"),
    ("midwife", "Carol Jenner", "St Helen’s Maternity"),
    ("gp", "Dr Amit Rao", "Rowan Surgery"),
    ("perinatal", "Lucy Tarrant", "Perinatal Mental Health Service"),
    ("social_care", "Denise Holt", "Eastfield Children’s Services"),
    ("self", "", ""),
    ("family_hub", "Kerry Bright", "Eastfield Family Hub"),
)
_WORRIES = (
    "Feels nothing when she holds the baby, and is frightened by that.",
    "Was in care herself and says she does not know how to play.",
    "The birth was an emergency; she startles at every cry.",
    "Low for months, hardly goes out, the baby is very quiet.",
    "Rows at home; the baby looks away from both parents.",
    "Premature, eight weeks on the neonatal unit; feeding is a battle.",
)
#: How many ordinary families there are on each path, and between which days ago they were referred.
_ORDINARY = (
    (FOLLOWED, 4, 300, 350),
    (ENDED, 11, 150, 290),
    (WORKING, 9, 60, 130),
    (ENGAGING, 3, 25, 45),
    (WAITING, 8, 12, 80),
    (INBOX, 5, 0, 6),
    (INFORMATION, 2, 8, 14),
    (REVIEW, 1, 4, 5),
    (REFUSED, 4, 20, 200),
    (WITHDRAWN, 2, 30, 180),
)


def ordinary() -> Iterator[Story]:
    """The families about whom nothing is special, spread over the year."""
    number = 0
    for path, how_many, newest, oldest in _ORDINARY:
        for place in range(how_many):
            source, referrer, organisation = _REFERRERS[number % len(_REFERRERS)]
            ago = newest + (oldest - newest) * place // max(1, how_many - 1)
            yield Story(
                mother=_MOTHERS[number % len(_MOTHERS)],
                father=_FATHERS[number % len(_FATHERS)],
                family=_FAMILIES[number % len(_FAMILIES)],
                babies=(_BABIES[number % len(_BABIES)],),
                born=ago + 20 + 13 * (number % 9),
                ago=ago,
                path=path,
                source=source,
                referrer=referrer,
                organisation=organisation,
                significant=number % 3,
                minor=2 + number % 4,
                worries=_WORRIES[number % len(_WORRIES)],
                sessions=(4, 6, 5, 3)[number % 4],
                ethnicity="AABHJKMNZ"[number % 9],
                father_knows=("yes", "unknown", "yes", "no")[number % 4],
                text=number % 5 != 4,
            )
            number += 1


#: The families a demonstration is given with. What is special is told in `stories`.
SPECIAL = (
    Story(
        mother="Zofia", father="Marek", family="Wiśniewska", babies=("", ""), born=-45, ago=75, path=WORKING,
        sessions=2,
        source="midwife", referrer="Carol Jenner", organisation="St Helen’s Maternity", language="Polish",
        father_knows="no", special="hard", ethnicity="C", significant=2, minor=3,
        worries="Afraid of the babies’ father, who must not learn of this. Expecting twins, sleeping badly.",
        hopes="That the babies are safe and that Kacper is not forgotten.",
        warning="The father must not know. Do not send letters to his address.",
    ),
    Story(
        mother="Hana", father="Petr", family="Dvorak", babies=("Ema", "Jan"), born=95, ago=80, path=WORKING,
        special="twins", father_knows="yes", ethnicity="C", sessions=4, worries="Twins, and each asks for all of her.",
    ),
    Story(
        mother="Sienna", father="", family="Lock", babies=("",), born=-30, ago=3, path=INBOX, special="unborn",
        source="midwife", referrer="Carol Jenner", organisation="St Helen’s Maternity", minor=4, significant=0,
        worries="Cannot believe there will be a baby after the last loss.",
    ),
    Story(
        mother="Claire", father="", family="Ashdown", babies=("Poppy",), born=140, ago=100, path=WORKING,
        special="restricted", sessions=3, worries="Her sister works in the service.",
    ),
    Story(
        mother="Jade", father="Callum", family="Hartley", babies=("Roman",), born=110, ago=90, path=WORKING,
        special="teenage", father_knows="yes", sessions=3, worries="Sixteen, at school, lives with her mother.",
    ),
    Story(
        mother="", father="", family="Cole", babies=("Harley",), born=120, ago=70, path=WORKING, special="foster",
        source="social_care", referrer="Denise Holt", organisation="Eastfield Children’s Services", sessions=3,
        worries="Third placement. Does not settle with anybody.",
    ),
    Story(
        mother="Lauren", father="Michael", family="Tate", babies=("Albie",), born=85, ago=60, path=ENGAGING,
        special="couple", father_knows="yes", worries="Both want to come; both were hit as children.",
    ),
    Story(
        mother="", father="Gareth", family="Bevan", babies=("Cerys",), born=160, ago=120, path=WORKING,
        special="father only", father_knows="yes", sessions=5, source="gp", referrer="Dr Amit Rao",
        organisation="Rowan Surgery",
        worries="Brings her up alone since the mother left; nobody asks how he is.",
    ),
    Story(
        mother="Marie", father="Paul", family="Ellwood", babies=("Edith",), born=100, ago=95, path=WORKING,
        special="loss",
        father_knows="yes", sessions=3, worries="Born with a heart condition.",
    ),
    Story(
        mother="Tanya", father="", family="Royle", babies=("Finley",), born=90, ago=40, path=ENGAGING,
        special="failed text",
        worries="Changes her phone often.",
    ),
    Story(
        mother="Abena", father="Kojo", family="Boateng", babies=("Ama",), born=200, ago=150, path=WORKING, sessions=6,
        special="over", father_knows="yes", worries="Would like to go on after the sixth session.",
    ),
)  # fmt: skip
