"""Every table of this app, as it stood when the migrations before were put together (decision 0014)."""

import django.utils.timezone
from django.db import migrations, models
from pitservice.db.operations import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('ui', '0001_initial'),
        ('ui', '0002_sealed'),
    ]

    dependencies = [
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('path_digest', models.CharField(max_length=64)),
                    ('result', models.TextField(blank=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
            ),
        ]),
    ]
