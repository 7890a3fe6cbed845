"""Each event carries a hash of its own row, made by the database (engineering §5.6)."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION pit_event_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.row_hash := encode(sha256(convert_to(concat_ws('|',
        NEW.id, extract(epoch FROM NEW.at), NEW."by", NEW.verb, NEW.subject_type, NEW.subject_id,
        NEW.team_id, NEW.family_id, NEW.data, NEW.reason_id, NEW.request_id), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER event_hash BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION pit_event_hash();
"""
BACKWARD = "DROP TRIGGER event_hash ON audit_event; DROP FUNCTION pit_event_hash();"


class Migration(migrations.Migration):
    """The trigger and its function."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
