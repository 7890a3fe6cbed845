"""Each event carries a hash of its own row, made by the database (engineering §5.6).

One function makes the hash, for the trigger that writes it and for the command that checks it.
"""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION pit_hash_of(event audit_event) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        event.id, extract(epoch FROM event.at), event."by", event.verb, event.subject_type, event.subject_id,
        event.team_id, event.family_id, event.data, event.reason_id, event.request_id)::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION pit_event_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.row_hash := pit_hash_of(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER event_hash BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION pit_event_hash();
"""
BACKWARD = """
DROP TRIGGER event_hash ON audit_event;
DROP FUNCTION pit_event_hash();
DROP FUNCTION pit_hash_of(audit_event);
"""


class Migration(migrations.Migration):
    """The trigger and its functions."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
