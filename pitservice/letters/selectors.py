"""Reading letters and their copies, and asking the contact rules about a copy as things are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from families.contact import Addressee, Question, Version, answer_for, answers_to
from families.contact.gather import consent_of
from families.entries import standing
from families.enums import Channel, ConsentPurpose, ProfessionalRole, Purpose, WordForm
from families.merged import surviving_recipient
from families.models import Consent, Family, FamilyProfessional, Person, Professional
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.selectors import user_names
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.jobs.models import Job
from pitservice.letters.composing import Reader
from pitservice.letters.enums import NOT_GONE, CopyState, LetterState, Way
from pitservice.letters.models import Copy, CopyChoice, Letter, LetterDraft, Logo, PrintRun, WordsVersion
from pitservice.messaging.models import Message

#: A copy that should have been made this long ago is shown to a person.
LATE = timedelta(minutes=15)


def answer_now(copy: Copy, now: datetime) -> Addressee | None:
    """The contact rules' answer about this copy's reader as things are now; None when no longer concerned (P1)."""
    versions = frozenset({Version(copy.language, WordForm(copy.form))})
    question = replace(question_of(Purpose(copy.letter.purpose), Way(copy.way), now), versions=versions)
    return answer_for(copy.letter.about, copy.recipient, question)


def question_of(purpose: Purpose, way: Way, now: datetime) -> Question:
    """What the contact rules are asked about a copy that goes this way (P43)."""
    channel = Channel.LETTER if way is Way.POST else Channel.EMAIL
    return Question(purpose, channel, now, automatic=False, content=way is not Way.LINK)


def written_to(wanted: Sequence[str]) -> list[str]:
    """Recipients who have a letter that waited for one of these, or were told another way; without what came back."""
    gone = (CopyState.POSTED, CopyState.EMAILED, CopyState.TOLD)
    found = Copy.objects.filter(wanted__in=wanted, state__in=gone, returned_on__isnull=True)
    return list(found.values_list("recipient", flat=True))


def still_to_go(wanted: Sequence[str]) -> list[Copy]:
    """Copies that wait for one of these and have not left."""
    return list(Copy.objects.filter(wanted__in=wanted, state__in=NOT_GONE).order_by("pk"))


def newest_version(team_id: int, name: str, version: Version) -> WordsVersion | None:
    """The version of a template that a team made last, whether in force or back to what ships."""
    own = WordsVersion.objects.filter(team_id=team_id, name=name, language=version.language, form=version.form)
    return own.order_by("-number").first()


def versions_of(viewer: Viewer, team_id: int, name: str) -> list[WordsVersion]:
    """Every version of a template that a team made, in each language and form, the newest first."""
    own = WordsVersion.objects.visible_to(viewer).filter(team_id=team_id, name=name)
    return list(own.order_by("-created_at", "-pk"))


def makers_of(rows: Iterable[WordsVersion]) -> dict[Actor, str]:
    """Who made these versions, by name, in one query."""
    actors = {row.created_by for row in rows}
    names = user_names(actor.user_id for actor in actors if actor.user_id is not None)
    return {actor: names.get(actor.user_id, "") if actor.user_id else actor.name for actor in actors}


def gone_since(family_id: int, since: datetime) -> list[str]:
    """Copies that were made for this family since then, as codes: they stay as they were sent (P25)."""
    made = Copy.objects.filter(
        letter__family_id=family_id,
        created_at__gte=since,
        state__in=(CopyState.READY, CopyState.POSTED, CopyState.TO_SEND, CopyState.EMAILED),
    )
    return [f"letters.copy:{key}" for key in made.order_by("pk").values_list("key", flat=True)]


def not_asked_to_share(family_ids: Sequence[int], viewer: Viewer) -> Mapping[int, str]:  # noqa: ARG001 - as registered
    """Families of which no adult has said whether we may share information: a consent form can help (P48)."""
    said = standing(Consent.objects.filter(family_id__in=family_ids, purpose=ConsentPurpose.SHARE))
    known = set(said.values_list("family_id", flat=True))
    return {family_id: "Nobody has said yet what may be shared." for family_id in family_ids if family_id not in known}


def not_gone(now: datetime) -> Q:
    """Not gone, and a person must see to it: held, failed, stuck, or come back."""
    stuck = Q(state=CopyState.QUEUED, not_before__lt=now - LATE)
    back = Q(returned_on__isnull=False, settled_at=None)
    return Q(state__in=[CopyState.HELD, CopyState.FAILED]) | stuck | back


def may_be_taken_on(copy: Copy) -> bool:
    """Whether somebody can say that they deal with it: it did not go or came back, and waits for a person (P49)."""
    came_back = copy.returned_on is not None and copy.settled_at is None
    return copy.state in (CopyState.HELD, CopyState.FAILED) or came_back


def visible_copies(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies this viewer may see, with their letters."""
    return Copy.objects.visible_to(viewer).select_related("letter")


def to_see_to(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that did not go and wait for a person, oldest first."""
    return visible_copies(viewer).filter(not_gone(timezone.now())).order_by("not_before", "pk")


def to_post(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that are printed and put into the post by a person, oldest first."""
    return visible_copies(viewer).filter(state=CopyState.READY).order_by("not_before", "pk")


def copy_by_link(key: str) -> Copy | None:
    """The copy that a private link leads to, while the contact rules still let it go there (P43, P1).

    No viewer: whoever has the link and the code reads it, and nobody else finds it so.
    """
    sent = Copy.objects.filter(key=key, way=Way.LINK, state=CopyState.EMAILED)
    return sent.select_related("letter", "team", "pdf").first()


def emails_of(copy: Copy, viewer: Viewer) -> list[Message]:
    """The e-mails that carry a copy, or lead to it, the newest first."""
    found = Message.objects.visible_to(viewer).filter(wanted=f"copy:{copy.pk}")
    return list(found.order_by("-created_at", "-pk"))


def to_send(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that are made and wait for a person to send the link to them, oldest first (P43)."""
    return visible_copies(viewer).filter(state=CopyState.TO_SEND).order_by("not_before", "pk")


def of_family(family: Family, viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """A family's letters, copy by copy, newest first."""
    return visible_copies(viewer).filter(letter__family=family).order_by("-created_at", "-pk")


def traces(rows: Mapping[type[Model], AbstractSet[int]]) -> Iterable[QuerySet[Any]]:
    """Letters about these rows that know no family, and the work of making their copies (P31)."""
    about = {f"{model._meta.model_name}:{pk}" for model, ids in rows.items() for pk in ids if ids}
    copies = list(rows.get(Copy, ()))
    return (
        Letter.objects.filter(about__in=about, family=None).order_by(),
        PrintRun.objects.filter(copies__in=copies).distinct().order_by(),
        Job.objects.filter(kind="letters.render", payload__copy__in=copies).order_by(),
    )


def visible_letters(viewer: Viewer) -> FamilyScopedQuerySet[Letter]:
    """Letters this viewer may see."""
    return Letter.objects.visible_to(viewer).select_related("family", "team")


def being_written(viewer: Viewer) -> FamilyScopedQuerySet[Letter]:
    """Letters that nobody has approved yet, oldest first."""
    return visible_letters(viewer).filter(state=LetterState.DRAFT).order_by("created_at", "pk")


def typed_of(letter: Letter, user: User) -> LetterDraft | None:
    """What this colleague has typed into a letter; nobody else's draft is ever read."""
    return LetterDraft.objects.filter(letter=letter, author=user).first()


def readers_of(letter: Letter, now: datetime) -> list[Reader]:
    """Everybody a letter could go to, those it is written to first, each with the contact rules' answer (LET-1)."""
    by_way = answers_to(letter.about, {way: question_of(Purpose(letter.purpose), way, now) for way in Way})
    answers = by_way[Way.POST]
    family_id = letter.family_id
    assert family_id is not None  # a person writes to a family
    links = _links(family_id)
    keys = _keys_of([to.recipient for to in answers])
    gps = {f"professional:{link.professional_id}" for link in links if link.role == ProfessionalRole.GP}
    known = {to.recipient for to in answers}
    choices = {_survivor(choice.recipient, known): choice for choice in letter.choices.all()}
    written_to = frozenset(_survivor(ref, known) for ref in letter.written_to)
    consents = list(standing(Consent.objects.filter(family_id=family_id, purpose=ConsentPurpose.SHARE)))
    readers = [
        Reader(
            ways.get(_chosen(choices.get(to.recipient)), to),
            keys[to.recipient],
            is_main=to.recipient in written_to,
            is_gp=to.recipient in gps,
            choice=choices.get(to.recipient),
            agreed_to=_agreed_to(to.recipient, consents, links),
            attended=written_to,
            ways=ways,
        )
        for to in answers
        if to.recipient in keys
        for ways in [_ways(to, by_way)]
    ]
    return sorted(readers, key=lambda reader: (not reader.is_main, not reader.is_adult))


def _ways(to: Addressee, by_way: Mapping[Way, Sequence[Addressee]]) -> dict[Way, Addressee]:
    """The answer for each way; letters to families go by post alone."""
    if to.recipient.startswith("person:"):
        return {Way.POST: to}
    return {way: one for way, answers in by_way.items() for one in answers if one.recipient == to.recipient}


def _chosen(choice: CopyChoice | None) -> Way:
    return Way(choice.way) if choice else Way.POST


def reader_of(letter: Letter, recipient: str, now: datetime) -> Reader | None:
    """One of them; None when they are no longer concerned."""
    return next((reader for reader in readers_of(letter, now) if reader.ref == recipient), None)


def _links(family_id: int) -> list[FamilyProfessional]:
    """The family's professionals now."""
    rows = FamilyProfessional.objects.filter(family_id=family_id, ends_on=None).select_related("professional")
    return list(rows.order_by("pk"))


def _agreed_to(recipient: str, consents: Sequence[Consent], links: Sequence[FamilyProfessional]) -> frozenset[str]:
    """The professionals of whom this adult knows: they agreed themselves that they are told (P40)."""
    own = [consent for consent in consents if recipient == f"person:{consent.person_id}"]
    found = {
        f"professional:{link.professional_id}"
        for link in links
        if consent_of(own, (link.professional.key, str(link.role)), (ConsentPurpose.SHARE,)) == YesNoUnknown.YES
    }
    return frozenset(found)


def _keys_of(recipients: Sequence[str]) -> dict[str, str]:
    """What stands in addresses for each recipient."""
    found: dict[str, str] = {}
    for kind, model in (("person", Person), ("professional", Professional)):
        ids = [int(one.partition(":")[2]) for one in recipients if one.startswith(f"{kind}:")]
        found |= {f"{kind}:{pk}": key for pk, key in model.objects.filter(pk__in=ids).values_list("pk", "key")}
    return found


def _survivor(recipient: str, known: AbstractSet[str]) -> str:
    """As the contact rules name them now: an entry of a person that was merged since is the one that stays."""
    return recipient if recipient in known else surviving_recipient(recipient)


def to_print(viewer: Viewer) -> FamilyScopedQuerySet[Copy]:
    """Copies that are ready and that nobody has taken to print, oldest first."""
    return to_post(viewer).filter(run=None)


def logos_in_use(viewer: Viewer) -> dict[int, Logo]:
    """The logo of each of the viewer's teams that has one, by the team's id."""
    return {logo.team_id: logo for logo in Logo.objects.visible_to(viewer).filter(in_use=True)}


def runs(viewer: Viewer) -> QuerySet[Any]:
    """Letters printed together, in the viewer's teams, each with how many of them wait for the post."""
    waiting = Count("copies", filter=Q(copies__state=CopyState.READY))
    return PrintRun.objects.visible_to(viewer).annotate(waiting=waiting)


def job_of(run: PrintRun) -> Job | None:
    """The work of making a run's file."""
    return Job.objects.filter(dedupe_key=f"letters.print:{run.pk}:{run.round}").first()
