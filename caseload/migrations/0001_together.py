"""Every table of this app, as it stood when the migrations before were put together (decision 0014)."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pitservice.db.actor
import pitservice.db.keys
import referrals.models.referral
from django.conf import settings
from django.db import migrations, models
from pitservice.db.operations import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('caseload', '0001_initial'),
        ('caseload', '0002_kinds_of_appointments'),
    ]

    dependencies = [
        ('accounts', '0001_initial'),
        ('db', '0001_initial'),
        ('families', '0002_together'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('referrals', '0001_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='AttendanceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('status', models.CharField(choices=[('came', 'Was there'), ('late', 'Came late'), ('absent', 'Was not there')], max_length=8)),
                    ('late_minutes', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ContactAttempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('call', 'Phone call')], max_length=10)),
                    ('outcome', models.CharField(choices=[('spoke', 'Spoke to them'), ('message_left', 'Left a message'), ('no_answer', 'No answer'), ('wrong_number', 'Wrong number'), ('written', 'Wrote'), ('not_safe', 'Not safe to speak then')], max_length=14)),
                    ('made', models.DateTimeField(default=django.utils.timezone.now)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ('made', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='ContactAttemptEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('call', 'Phone call')], max_length=10)),
                    ('outcome', models.CharField(choices=[('spoke', 'Spoke to them'), ('message_left', 'Left a message'), ('no_answer', 'No answer'), ('wrong_number', 'Wrong number'), ('written', 'Wrote'), ('not_safe', 'Not safe to speak then')], max_length=14)),
                    ('made', models.DateTimeField(default=django.utils.timezone.now)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(blank=True)),
                    ('fields', models.JSONField(default=dict)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('tab', models.CharField(blank=True, max_length=36)),
                    ('seq', models.PositiveIntegerField(default=0)),
                    ('others', models.JSONField(default=dict)),
                    ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
            ),
            migrations.CreateModel(
                name='Ending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('reason', models.CharField(choices=[('completed', 'Work completed'), ('could_not_engage', 'Could not engage, returned to referrer'), ('moved', 'Moved away'), ('declined', 'Declined further work'), ('ended_by_us', 'Ended by us'), ('other_carers', 'Baby no longer with these carers'), ('past_age', 'Past our age range'), ('transferred', 'Transferred to another service'), ('died', 'Death of a baby, parent or carer'), ('other', 'Other')], max_length=20)),
                    ('ended_on', models.DateField()),
                    ('summary', models.TextField(blank=True)),
                    ('parents_words', models.TextField(blank=True)),
                    ('step_down', models.CharField(blank=True, max_length=200)),
                    ('follow_up_agreed', models.BooleanField(default=False)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EndingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('reason', models.CharField(choices=[('completed', 'Work completed'), ('could_not_engage', 'Could not engage, returned to referrer'), ('moved', 'Moved away'), ('declined', 'Declined further work'), ('ended_by_us', 'Ended by us'), ('other_carers', 'Baby no longer with these carers'), ('past_age', 'Past our age range'), ('transferred', 'Transferred to another service'), ('died', 'Death of a baby, parent or carer'), ('other', 'Other')], max_length=20)),
                    ('ended_on', models.DateField()),
                    ('summary', models.TextField(blank=True)),
                    ('parents_words', models.TextField(blank=True)),
                    ('step_down', models.CharField(blank=True, max_length=200)),
                    ('follow_up_agreed', models.BooleanField(default=False)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Episode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('engaging', 'Engaging'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('ending', 'Ending'), ('closed', 'Closed')], default='engaging', max_length=14)),
                    ('opened_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('end_reason', models.CharField(blank=True, choices=[('completed', 'Work completed'), ('could_not_engage', 'Could not engage, returned to referrer'), ('moved', 'Moved away'), ('declined', 'Declined further work'), ('ended_by_us', 'Ended by us'), ('other_carers', 'Baby no longer with these carers'), ('past_age', 'Past our age range'), ('transferred', 'Transferred to another service'), ('died', 'Death of a baby, parent or carer'), ('other', 'Other')], max_length=20)),
                    ('agreed_sessions', models.PositiveSmallIntegerField(default=6)),
                    ('focus', models.TextField(blank=True)),
                ],
            ),
            migrations.CreateModel(
                name='EpisodeAdult',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('until', models.DateField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='EpisodeAdultEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('until', models.DateField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EpisodeBaby',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('until', models.DateField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'episode babies',
                },
            ),
            migrations.CreateModel(
                name='EpisodeBabyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('until', models.DateField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EpisodeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('engaging', 'Engaging'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('ending', 'Ending'), ('closed', 'Closed')], default='engaging', max_length=14)),
                    ('opened_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('end_reason', models.CharField(blank=True, choices=[('completed', 'Work completed'), ('could_not_engage', 'Could not engage, returned to referrer'), ('moved', 'Moved away'), ('declined', 'Declined further work'), ('ended_by_us', 'Ended by us'), ('other_carers', 'Baby no longer with these carers'), ('past_age', 'Past our age range'), ('transferred', 'Transferred to another service'), ('died', 'Death of a baby, parent or carer'), ('other', 'Other')], max_length=20)),
                    ('agreed_sessions', models.PositiveSmallIntegerField(default=6)),
                    ('focus', models.TextField(blank=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EpisodeMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EpisodeReferral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
            ),
            migrations.CreateModel(
                name='EpisodeReferralEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('due', 'Due'), ('done', 'Done'), ('not_reached', 'Could not be reached'), ('not_wanted', 'Not wanted')], default='due', max_length=12)),
                    ('due_on', models.DateField()),
                    ('done_on', models.DateField(blank=True, null=True)),
                    ('note', models.TextField(blank=True)),
                    ('baby_lives_with', models.CharField(blank=True, max_length=200)),
                    ('contacts_confirmed_at', models.DateTimeField(null=True)),
                    ('contacts_confirmed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='FollowUpEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('due', 'Due'), ('done', 'Done'), ('not_reached', 'Could not be reached'), ('not_wanted', 'Not wanted')], default='due', max_length=12)),
                    ('due_on', models.DateField()),
                    ('done_on', models.DateField(blank=True, null=True)),
                    ('note', models.TextField(blank=True)),
                    ('baby_lives_with', models.CharField(blank=True, max_length=200)),
                    ('contacts_confirmed_at', models.DateTimeField(null=True)),
                    ('contacts_confirmed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FollowUpMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
            ),
            migrations.CreateModel(
                name='InvitationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('signed', 'Signed')], default='draft', max_length=8)),
                    ('paragraphs', models.JSONField(default=list)),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('signed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='NoteEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('signed', 'Signed')], default='draft', max_length=8)),
                    ('paragraphs', models.JSONField(default=list)),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('signed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='NoteMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Room',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('name', models.CharField(max_length=100)),
                ],
            ),
            migrations.CreateModel(
                name='RoomEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('name', models.CharField(max_length=100)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('first', 'First appointment'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('review', 'Review'), ('ending', 'Ending'), ('follow_up', 'Follow-up'), ('group', 'Group'), ('joint_visit', 'Joint visit'), ('consultation', 'Consultation with professionals')], max_length=14)),
                    ('place', models.CharField(choices=[('home', 'Home visit'), ('clinic', 'Clinic room'), ('community', 'Community place'), ('telephone', 'Telephone'), ('video', 'Video')], max_length=12)),
                    ('started', models.DateTimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('interpreter_present', models.BooleanField(null=True)),
                    ('local_date', models.GeneratedField(db_persist=True, expression=referrals.models.referral.LocalDate(models.F('started')), output_field=models.DateField())),
                ],
            ),
            migrations.CreateModel(
                name='SessionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('first', 'First appointment'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('review', 'Review'), ('ending', 'Ending'), ('follow_up', 'Follow-up'), ('group', 'Group'), ('joint_visit', 'Joint visit'), ('consultation', 'Consultation with professionals')], max_length=14)),
                    ('place', models.CharField(choices=[('home', 'Home visit'), ('clinic', 'Clinic room'), ('community', 'Community place'), ('telephone', 'Telephone'), ('video', 'Video')], max_length=12)),
                    ('started', models.DateTimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('interpreter_present', models.BooleanField(null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Slot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                    ('live', models.BooleanField(default=True)),
                ],
            ),
            migrations.CreateModel(
                name='SlotEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                    ('live', models.BooleanField(default=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Addendum',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('text', models.TextField()),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
                options={
                    'verbose_name_plural': 'addenda',
                    'ordering': ('created_at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='AddendumEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('text', models.TextField()),
                    ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.addendum')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Allocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('role', models.CharField(choices=[('lead', 'Lead practitioner'), ('co_worker', 'Co-worker'), ('keyworker', 'Keyworker')], max_length=12)),
                    ('starts_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='AllocationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('role', models.CharField(choices=[('lead', 'Lead practitioner'), ('co_worker', 'Co-worker'), ('keyworker', 'Keyworker')], max_length=12)),
                    ('starts_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.allocation')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('first', 'First appointment'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('review', 'Review'), ('ending', 'Ending'), ('follow_up', 'Follow-up'), ('group', 'Group'), ('joint_visit', 'Joint visit'), ('consultation', 'Consultation with professionals')], max_length=14)),
                    ('state', models.CharField(choices=[('booked', 'Booked'), ('moved', 'Moved'), ('attended', 'Attended'), ('late_seen', 'Late and seen'), ('late_not_seen', 'Late, not seen'), ('not_attended', 'Did not attend / was not brought'), ('cancelled_by_family', 'Cancelled by family'), ('cancelled_by_us', 'Cancelled by us'), ('no_access', 'No access (home visit)')], default='booked', max_length=20)),
                    ('starts', models.DateTimeField()),
                    ('ends', models.DateTimeField()),
                    ('place', models.CharField(choices=[('home', 'Home visit'), ('clinic', 'Clinic room'), ('community', 'Community place'), ('telephone', 'Telephone'), ('video', 'Video')], max_length=12)),
                    ('where', models.CharField(blank=True, max_length=200)),
                    ('interpreter', models.CharField(blank=True, max_length=120)),
                    ('moved_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='caseload.appointment')),
                    ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.CreateModel(
                name='AppointmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('first', 'First appointment'), ('assessment', 'Assessment'), ('intervention', 'Intervention'), ('review', 'Review'), ('ending', 'Ending'), ('follow_up', 'Follow-up'), ('group', 'Group'), ('joint_visit', 'Joint visit'), ('consultation', 'Consultation with professionals')], max_length=14)),
                    ('state', models.CharField(choices=[('booked', 'Booked'), ('moved', 'Moved'), ('attended', 'Attended'), ('late_seen', 'Late and seen'), ('late_not_seen', 'Late, not seen'), ('not_attended', 'Did not attend / was not brought'), ('cancelled_by_family', 'Cancelled by family'), ('cancelled_by_us', 'Cancelled by us'), ('no_access', 'No access (home visit)')], default='booked', max_length=20)),
                    ('starts', models.DateTimeField()),
                    ('ends', models.DateTimeField()),
                    ('place', models.CharField(choices=[('home', 'Home visit'), ('clinic', 'Clinic room'), ('community', 'Community place'), ('telephone', 'Telephone'), ('video', 'Video')], max_length=12)),
                    ('where', models.CharField(blank=True, max_length=200)),
                    ('interpreter', models.CharField(blank=True, max_length=120)),
                    ('moved_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.appointment')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.appointment')),
                    ('practitioner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AppointmentMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='caseload.appointment')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('status', models.CharField(choices=[('came', 'Was there'), ('late', 'Came late'), ('absent', 'Was not there')], max_length=8)),
                    ('late_minutes', models.PositiveSmallIntegerField(default=0)),
                    ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='caseload.appointment')),
                ],
            ),
            migrations.AddField(
                model_name='attendance',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='attendance',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='attendanceevent',
                name='appointment',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='attendanceevent',
                name='person',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='attendanceevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='attendanceevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.attendance'),
            ),
            migrations.AddField(
                model_name='attendanceevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='contactattempt',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='contactattempt',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='contactattemptevent',
                name='person',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='contactattemptevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='contactattemptevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.contactattempt'),
            ),
            migrations.AddField(
                model_name='contactattemptevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='draft',
                name='appointment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='draft',
                name='author',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='ending',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='endingevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='endingevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.ending'),
            ),
            migrations.AddField(
                model_name='endingevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episode',
                name='family',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='families.family'),
            ),
            migrations.AddField(
                model_name='episode',
                name='previous',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episode',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='endingevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='ending',
                name='episode',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='contactattemptevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='contactattempt',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='appointmentevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='appointment',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='allocationevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='allocation',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodeadult',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adults', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodeadult',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes_as_adult', to='families.person'),
            ),
            migrations.AddField(
                model_name='episodeadult',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodeadultevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodeadultevent',
                name='person',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='episodeadultevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='episodeadultevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.episodeadult'),
            ),
            migrations.AddField(
                model_name='episodeadultevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodebaby',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='babies', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodebaby',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes_as_baby', to='families.person'),
            ),
            migrations.AddField(
                model_name='episodebaby',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodebabyevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodebabyevent',
                name='person',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='episodebabyevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='episodebabyevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.episodebaby'),
            ),
            migrations.AddField(
                model_name='episodebabyevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodeevent',
                name='family',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.family'),
            ),
            migrations.AddField(
                model_name='episodeevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='episodeevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodeevent',
                name='previous',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodeevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodemove',
                name='reason',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason'),
            ),
            migrations.AddField(
                model_name='episodemove',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodereferral',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodereferral',
                name='referral',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='episodereferral',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='episodereferralevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='episodereferralevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='episodereferralevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.episodereferral'),
            ),
            migrations.AddField(
                model_name='episodereferralevent',
                name='referral',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='episodereferralevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='followup',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='followup',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.followup'),
            ),
            migrations.AddField(
                model_name='followupevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='followupmove',
                name='reason',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason'),
            ),
            migrations.AddField(
                model_name='followupmove',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='caseload.followup'),
            ),
            migrations.AddField(
                model_name='invitation',
                name='appointment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='invitation',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='invitation',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='appointment',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='person',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.person'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.invitation'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='note',
                name='author',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='note',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='addendumevent',
                name='note',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.note'),
            ),
            migrations.AddField(
                model_name='addendum',
                name='note',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='caseload.note'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='author',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.note'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='notemove',
                name='reason',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason'),
            ),
            migrations.AddField(
                model_name='notemove',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='caseload.note'),
            ),
            migrations.AddField(
                model_name='room',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='appointmentevent',
                name='room',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.room'),
            ),
            migrations.AddField(
                model_name='appointment',
                name='room',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='caseload.room'),
            ),
            migrations.AddField(
                model_name='roomevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='roomevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.room'),
            ),
            migrations.AddField(
                model_name='roomevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='session',
                name='appointment',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='session',
                name='episode',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='session',
                name='practitioner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='session',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='noteevent',
                name='session',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.session'),
            ),
            migrations.AddField(
                model_name='note',
                name='session',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='note', to='caseload.session'),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='appointment',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='episode',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.episode'),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.session'),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='practitioner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='sessionevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='slot',
                name='appointment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='slot',
                name='practitioner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='slot',
                name='room',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='caseload.room'),
            ),
            migrations.AddField(
                model_name='slot',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='appointment',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.appointment'),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='caseload.slot'),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='practitioner',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='room',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caseload.room'),
            ),
            migrations.AddField(
                model_name='slotevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddConstraint(
                model_name='attendance',
                constraint=models.UniqueConstraint(fields=('appointment', 'person'), name='attendance_once', violation_error_message="This person's attendance is recorded already."),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.UniqueConstraint(fields=('appointment', 'author'), name='draft_once', violation_error_message='You are writing about this appointment already.'),
            ),
            migrations.AddIndex(
                model_name='episode',
                index=models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['team', 'opened_on'], name='episode_open'),
            ),
            migrations.AddIndex(
                model_name='episode',
                index=models.Index(fields=['team', 'closed_on'], name='episode_closed_on'),
            ),
            migrations.AddConstraint(
                model_name='episode',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed'), models.Q(('end_reason', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True), ('end_reason', '')), _connector='OR'), name='episode_closed', violation_error_message='A closed piece of work has a date and a reason; an open one has neither.'),
            ),
            migrations.AddIndex(
                model_name='allocation',
                index=models.Index(fields=['user', 'ends_on'], name='allocation_user'),
            ),
            migrations.AddConstraint(
                model_name='allocation',
                constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('role', 'lead')), fields=('episode',), name='allocation_one_lead', violation_error_message='This piece of work has a lead practitioner already.'),
            ),
            migrations.AddConstraint(
                model_name='episodeadult',
                constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('episode', 'person'), name='adult_once', violation_error_message='This adult is in this piece of work already.'),
            ),
            migrations.AddConstraint(
                model_name='episodebaby',
                constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person',), name='baby_one_open_episode', violation_error_message='There is an open piece of work for this baby already.'),
            ),
            migrations.AddConstraint(
                model_name='episodereferral',
                constraint=models.UniqueConstraint(fields=('referral',), name='episode_referral_once', violation_error_message='This referral has led to a piece of work already.'),
            ),
            migrations.AddIndex(
                model_name='followup',
                index=models.Index(condition=models.Q(('state', 'due')), fields=['team', 'due_on'], name='follow_up_due'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('contacts_confirmed_at__isnull', False), ('contacts_confirmed_by__isnull', False)), models.Q(('contacts_confirmed_at__isnull', True), ('contacts_confirmed_by__isnull', True)), _connector='OR'), name='follow_up_confirmed', violation_error_message='Say who confirmed the contacts, and when.'),
            ),
            migrations.AddConstraint(
                model_name='invitation',
                constraint=models.UniqueConstraint(fields=('appointment', 'person'), name='invitation_once', violation_error_message='This person is invited already.'),
            ),
            migrations.AddConstraint(
                model_name='room',
                constraint=models.UniqueConstraint(fields=('team', 'name'), name='room_once', violation_error_message='This room exists already.'),
            ),
            migrations.AddIndex(
                model_name='appointment',
                index=models.Index(fields=['practitioner', 'starts'], name='appointment_diary'),
            ),
            migrations.AddIndex(
                model_name='appointment',
                index=models.Index(fields=['team', 'starts'], name='appointment_team'),
            ),
            migrations.AddConstraint(
                model_name='appointment',
                constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='appointment_times', violation_error_message='The appointment must end after it starts.'),
            ),
            migrations.AddIndex(
                model_name='session',
                index=models.Index(fields=['team', 'local_date'], name='session_local_date'),
            ),
            migrations.AddIndex(
                model_name='session',
                index=models.Index(fields=['episode', 'started'], name='session_episode'),
            ),
            migrations.AddIndex(
                model_name='note',
                index=models.Index(fields=['author', 'state'], name='note_author'),
            ),
            migrations.AddConstraint(
                model_name='note',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['signed']), _negated=True), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='note_signed', violation_error_message='A signed note says who signed it and when.'),
            ),
            migrations.AddConstraint(
                model_name='slot',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('practitioner__isnull', False), ('room__isnull', True)), models.Q(('practitioner__isnull', True), ('room__isnull', False)), _connector='OR'), name='slot_of_one', violation_error_message="A slot is a practitioner's or a room's."),
            ),
            migrations.AddConstraint(
                model_name='slot',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('live', True), ('practitioner__isnull', False)), expressions=[('practitioner', '='), ('during', '&&')], name='slot_practitioner_once', violation_error_message='This practitioner has another appointment at that time.'),
            ),
            migrations.AddConstraint(
                model_name='slot',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('live', True), ('room__isnull', False)), expressions=[('room', '='), ('during', '&&')], name='slot_room_once', violation_error_message='This room is taken at that time.'),
            ),
        ]),
    ]
