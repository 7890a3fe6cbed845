"""Involvements can stand in an address; looks that a guardian thought about; what services offer, and until when."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pitservice.db.actor
import pitservice.db.keys
from django.conf import settings
from django.db import migrations, models


def give_keys(apps, schema_editor):
    """Each involvement a key of its own, before the column must be unique."""
    Involvement = apps.get_model("families", "Involvement")
    for pk in Involvement.objects.values_list("pk", flat=True):
        Involvement.objects.filter(pk=pk).update(key=pitservice.db.keys.new_key())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_home_postcode'),
        ('families', '0003_record_and_who_may_be_told'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='involvement',
            name='key',
            field=models.CharField(default=None, null=True, editable=False, max_length=10),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='involvement',
            name='key',
            field=models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True),
        ),
        migrations.AddField(
            model_name='involvement',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='involvementevent',
            name='key',
            field=models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='involvementevent',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='for_whom',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='organisation',
            name='offers',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='for_whom',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='offers',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='professional',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='professionalevent',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='LookReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ('looked_until', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('work', 'It was their work'), ('chance', 'The same name or postcode by chance: do not ask again'), ('closed', 'They know the family: the record has been closed to them'), ('wrong', 'They should not have looked')], max_length=12)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_reviews', to='families.family')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_reviews', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('created_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='LookReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ('looked_until', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('work', 'It was their work'), ('chance', 'The same name or postcode by chance: do not ask again'), ('closed', 'They know the family: the record has been closed to them'), ('wrong', 'They should not have looked')], max_length=12)),
                ('family', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.family')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='families.lookreview')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
