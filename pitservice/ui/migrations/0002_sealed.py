"""Numbers and addresses of forms become digests, and where they led is sealed: nothing that was kept stays in clear."""

from typing import Any

from django.db import migrations, models

from pitservice.ui.submissions import digest_of, hashed, sealed


def seal(apps: Any, schema_editor: Any) -> None:
    """Each row as it would be written now, so that a form sent before and again after still has one effect."""
    for row in apps.get_model("ui", "Submission").objects.all():
        row.digest, row.path_digest = digest_of(row.uuid), hashed(row.path)
        row.result = sealed(row.uuid, row.result) if row.result else ""
        row.save(update_fields=["digest", "path_digest", "result"])


class Migration(migrations.Migration):
    dependencies = [("ui", "0001_initial")]

    operations = [
        migrations.AddField("Submission", "digest", models.CharField(max_length=64, null=True)),
        migrations.AddField("Submission", "path_digest", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AlterField("Submission", "result", models.TextField(blank=True)),
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("Submission", "digest", models.CharField(max_length=64, unique=True)),
        migrations.RemoveField("Submission", "uuid"),
        migrations.RemoveField("Submission", "path"),
    ]
