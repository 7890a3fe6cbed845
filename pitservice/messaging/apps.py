"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class MessagingConfig(AppConfig):
    """Texts and e-mails: the row is the message, sent exactly once."""

    name = "pitservice.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Say whether the gateway may be used here, and whether messages go."""
        from families import registry as families
        from families.contact import register_facts
        from pitservice.accounts.enums import Permission
        from pitservice.db.actor import Actor
        from pitservice.jobs import probes
        from pitservice.messaging import turning
        from pitservice.messaging import worklist as ours
        from pitservice.messaging.actions import forget_confirmed, look_again, tell_at_once
        from pitservice.messaging.checks import check_gateway
        from pitservice.messaging.concerns import CONCERN
        from pitservice.messaging.notices import KIND, facts_of_colleagues
        from pitservice.messaging.probe import outbox
        from pitservice.messaging.selectors import gone_since, traces
        from pitservice.ui import navigation, worklist

        register(check_gateway)
        probes.register("outbox", outbox)
        families.register_traces(traces)
        subject = families.IncidentSubject("messaging.message", "A text or e-mail", "messaging:message")
        families.register_incident_subject(subject)
        families.register_gone(gone_since)
        register_facts(KIND, facts_of_colleagues)
        families.register_at_once(
            lambda kind, family, key, by: _ignore(tell_at_once(kind=kind, family=family, key=key, by=by))
        )
        by = Actor.system("messaging.contact_changed")
        turning.register(CONCERN)
        see, guard = Permission.SEE_CORRESPONDENCE, Permission.GUARD
        navigation.register(navigation.Place("Inbox", "messaging:inbox", see, 48))
        navigation.register(navigation.Place("Take a message", "messaging:take_message", Permission.SEND, 47))
        worklist.register(worklist.Source("Texts that came in", see, ours.arrived, "messaging:inbox"))
        worklist.register(worklist.Source("Texts from restricted families", guard, ours.guarded, "messaging:guarded"))
        worklist.register(worklist.Source("Texts not gone", Permission.SEND, ours.items, "messaging:other_means"))
        families.register_everything_stops(lambda family_id, by: _ignore(forget_confirmed(family_id=family_id, by=by)))
        families.register_contact_changed(lambda family_id: _ignore(look_again(family_id=family_id, by=by)))


def _ignore(_: object) -> None:
    """A hook that answers nothing."""
