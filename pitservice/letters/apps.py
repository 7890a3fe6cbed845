"""App configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters: drafted, copied by the contact rules, made into PDF, kept as sent."""

    name = "pitservice.letters"
    label = "letters"

    def ready(self) -> None:
        """Offer what the floors below have registries for."""
        from celery.signals import worker_process_init

        from families import registry as families
        from families.actions.releasing import JOB as RELEASE
        from pitservice.db.actor import Actor
        from pitservice.jobs import registry as jobs
        from pitservice.letters.actions import forget_confirmed, look_again
        from pitservice.letters.actions.emailing import WANTED, still_goes
        from pitservice.letters.actions.posting import PRINT
        from pitservice.letters.actions.writing import JOB
        from pitservice.letters.jobs import not_rendered, print_run, render
        from pitservice.letters.releases import make, not_made
        from pitservice.letters.words import text_words
        from pitservice.letters.worklist import copy_page
        from pitservice.messaging import wanted, wording

        wording.register(text_words)
        wanted.register(WANTED, still_goes, copy_page)
        jobs.register(JOB, render, gave_up=not_rendered)
        jobs.register(PRINT, print_run)
        jobs.register(RELEASE, make, gave_up=not_made)
        by = Actor.system("letters.contact_changed")
        families.register_everything_stops(lambda family_id, by: _ignore(forget_confirmed(family_id=family_id, by=by)))
        families.register_contact_changed(lambda family_id: _ignore(look_again(family_id=family_id, by=by)))
        worker_process_init.connect(_warm, dispatch_uid="letters.warm")
        _register_screens()


def _register_screens() -> None:
    """The place in the navigation, the home worklist, a family's tab and timeline."""
    from families import registry as families
    from families.registry import FamilyTab, TimelineSource
    from pitservice.accounts.enums import Permission
    from pitservice.letters import registry
    from pitservice.letters import worklist as ours
    from pitservice.letters.models import Copy
    from pitservice.letters.releases import texts
    from pitservice.letters.selectors import gone_since, not_asked_to_share, traces
    from pitservice.messaging.models import InboundText, Message
    from pitservice.ui import navigation, worklist

    see, send, listed = Permission.SEE_CORRESPONDENCE, Permission.SEND, "letters:correspondence"
    navigation.register(navigation.Place("Correspondence", listed, see, 50))
    worklist.register(worklist.Source("Letters held", send, ours.held, listed))
    worklist.register(worklist.Source("Letters printed", send, ours.printed, "letters:runs"))
    worklist.register(worklist.Source("Letters being written", send, ours.written, "letters:being_written"))
    worklist.register(worklist.Source("Letters to post", send, ours.ready, "letters:to_post"))
    worklist.register(worklist.Source("Letters to send by link", send, ours.for_links, listed))
    registry.register_outstanding(
        registry.Outstanding("share", "Nobody has said what may be shared", not_asked_to_share)
    )
    families.register_traces(traces)
    families.register_release(families.ReleaseSource("Letters and texts in full", see, texts))
    families.register_incident_subject(families.IncidentSubject("letters.copy", "A letter", "letters:copy"))
    families.register_tab(FamilyTab("Letters and texts", "letters:family", see, 50))
    families.register_timeline(TimelineSource("Letters and texts", see, Message, ours.texts))
    families.register_timeline(TimelineSource("Letters and texts", see, InboundText, ours.answers))
    families.register_timeline(TimelineSource("Letters and texts", see, Copy, ours.letters, path="letter__family"))
    families.register_gone(gone_since)


def _warm(**_: Any) -> None:
    """In each worker process, before its first letter."""
    from pitservice.letters.render import warm

    warm()


def _ignore(_: object) -> None:
    """A hook that answers nothing."""
