"""Every table of this app, as it stood when the migrations before were put together (decision 0014)."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pitservice.db.actor
import pitservice.db.keys
from django.db import migrations, models
from pitservice.db.operations import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('configuration', '0001_initial'),
        ('configuration', '0002_editions_are_prepared'),
        ('configuration', '0003_triage'),
        ('configuration', '0004_doors_and_postcodes'),
        ('configuration', '0005_waiting_clock'),
        ('configuration', '0006_hold_back'),
        ('configuration', '0007_consultation_policy'),
        ('configuration', '0008_by_hand_and_earlier_reminders'),
        ('configuration', '0009_opening_hours'),
    ]

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='ClosedDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('day', models.DateField()),
                    ('closed', models.BooleanField(default=True)),
                    ('why', models.CharField(blank=True, max_length=120)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.CreateModel(
                name='ClosedDayEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('day', models.DateField()),
                    ('closed', models.BooleanField(default=True)),
                    ('why', models.CharField(blank=True, max_length=120)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='configuration.closedday')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PostcodeArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('area', models.CharField(max_length=8)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
                options={
                    'ordering': ('area',),
                },
            ),
            migrations.CreateModel(
                name='PostcodeAreaEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('area', models.CharField(max_length=8)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='configuration.postcodearea')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RiskList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('edition', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=120)),
                    ('illustrative', models.BooleanField(default=False)),
                    ('rule', models.JSONField(default=list)),
                    ('in_force', models.BooleanField(default=False)),
                    ('in_force_from', models.DateField(blank=True, null=True)),
                    ('in_force_until', models.DateField(blank=True, help_text='The day on which another took its place.', null=True)),
                    ('draft', models.BooleanField(default=False, help_text='Being prepared: nothing is screened by it yet.')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.CreateModel(
                name='RiskItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('group', models.CharField(max_length=120)),
                    ('text', models.CharField(max_length=200)),
                    ('help_text', models.TextField(blank=True)),
                    ('significant', models.BooleanField(default=False)),
                    ('risk_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='configuration.risklist')),
                ],
                options={
                    'ordering': ('risk_list', 'position'),
                },
            ),
            migrations.CreateModel(
                name='RiskListEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('edition', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=120)),
                    ('illustrative', models.BooleanField(default=False)),
                    ('rule', models.JSONField(default=list)),
                    ('in_force', models.BooleanField(default=False)),
                    ('in_force_from', models.DateField(blank=True, null=True)),
                    ('in_force_until', models.DateField(blank=True, help_text='The day on which another took its place.', null=True)),
                    ('draft', models.BooleanField(default=False, help_text='Being prepared: nothing is screened by it yet.')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='configuration.risklist')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='TeamSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('decision_days', models.PositiveSmallIntegerField(default=5, help_text='Working days to decide a referral (SCR-2).')),
                    ('chase_days', models.PositiveSmallIntegerField(default=5, help_text='Working days until information is chased.')),
                    ('due_soon_days', models.PositiveSmallIntegerField(default=1, help_text='Working days before a decision is due from which it is shown as due soon (SCR-2).')),
                    ('late_red_days', models.PositiveSmallIntegerField(default=1, help_text='Working days after which a late decision is shown in red (SCR-2).')),
                    ('holding_weeks', models.PositiveSmallIntegerField(default=4, help_text='Weeks between holding checks (WL-2).')),
                    ('take_back_minutes', models.PositiveSmallIntegerField(default=15, help_text='Minutes in which a decision or a message can be taken back.')),
                    ('engagement_days', models.PositiveSmallIntegerField(default=42, help_text='Days to engage a family (ENG-1).')),
                    ('engagement_attempts', models.PositiveSmallIntegerField(default=5, help_text='Attempts to engage (ENG-1).')),
                    ('reminder_days', models.PositiveSmallIntegerField(default=2, help_text='Days before an appointment that its reminder goes (REM-1).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)])),
                    ('reminder_earlier_days', models.PositiveSmallIntegerField(blank=True, help_text='Days before an appointment that an earlier reminder goes too; empty for none (REM-1).', null=True, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(14)])),
                    ('hold_back_minutes', models.PositiveSmallIntegerField(default=3, help_text='Minutes for which a text that a person sends, or causes, waits and can be taken back.')),
                    ('texts_by_hand', models.BooleanField(default=False, help_text='Colleagues send the texts from a phone (P42).')),
                    ('texts_from', models.TimeField(default=datetime.time(8, 0), help_text='No automatic text before this time (CON-1).')),
                    ('texts_until', models.TimeField(default=datetime.time(20, 0), help_text='No automatic text after this time (CON-1).')),
                    ('opens', models.TimeField(default=datetime.time(9, 0), help_text='Somebody reads what comes in from this time (P44).')),
                    ('closes', models.TimeField(default=datetime.time(17, 0), help_text='Nobody reads what comes in after this time (P44).')),
                    ('reply_hours', models.PositiveSmallIntegerField(default=4, help_text='Hours of opening after which a text that nobody dealt with is late (P44).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(80)])),
                    ('automatic_reply', models.BooleanField(default=True, help_text='Texts out of hours are answered by themselves (P44).')),
                    ('automatic_reply_hours', models.PositiveSmallIntegerField(default=12, help_text='Hours in which a number gets no second automatic reply (P44).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)])),
                    ('agreed_sessions', models.PositiveSmallIntegerField(default=6, help_text='Sessions usually agreed (END-1).')),
                    ('follow_up', models.CharField(choices=[('off', 'No follow-up'), ('all', 'Follow up every family that agrees'), ('chosen', 'Follow up chosen families')], default='chosen', max_length=10)),
                    ('follow_up_months', models.PositiveSmallIntegerField(default=6, help_text='Months after the ending (FUP-1).')),
                    ('record_naming', models.CharField(choices=[('child', "In the child's name"), ('parent', "In a parent's name")], default='child', max_length=10)),
                    ('upper_age_months', models.PositiveSmallIntegerField(default=24, help_text='Oldest age of a baby at referral.')),
                    ('consultation_statement', models.TextField(blank=True, help_text='Given to every consultee (CNS-1).')),
                    ('consultation_notes', models.CharField(choices=[('ours', 'We keep our own record; the consultee keeps theirs'), ('shared', 'One record, which the consultee is given too')], default='ours', help_text='Whose record a consultation stands in.', max_length=10)),
                    ('consultation_readers', models.TextField(blank=True, default='The consultant and the clinical lead. Nobody outside the team reads it without asking us.', help_text='Who may read the notes of a consultation, told to every consultee.')),
                    ('consultation_time', models.CharField(choices=[('consultation', 'As consultation'), ('contact', 'As a contact for the family, where it is named')], default='consultation', max_length=14)),
                    ('consultation_in_record', models.BooleanField(default=True, help_text="A consultation that names a family stands in that family's record.")),
                    ('waiting_order', models.CharField(choices=[('date', 'by date of referral'), ('risk', 'by risks and stressors'), ('triage', 'by triage')], default='date', max_length=10)),
                    ('waiting_clock_stops', models.BooleanField(default=False, help_text='Days on which a waiting family cannot come are not counted (else only marked).')),
                    ('waiting_soon_weeks', models.PositiveSmallIntegerField(default=12, help_text='Weeks waiting from which it is long.')),
                    ('waiting_late_weeks', models.PositiveSmallIntegerField(default=18, help_text='Weeks waiting from which it is late.')),
                    ('professionals_open', models.BooleanField(default=True, help_text="The professionals' form is open (P15).")),
                    ('families_open', models.BooleanField(default=True, help_text="The families' own form is open (P15).")),
                    ('consultations_open', models.BooleanField(default=True, help_text='Professionals may ask for consultation (P15).')),
                    ('doors_close_on', models.DateField(blank=True, help_text='The day on which doors close (P15).', null=True)),
                    ('doors_open_again_on', models.DateField(blank=True, help_text='The day on which closed doors open by themselves (P15).', null=True)),
                    ('closed_door_text', models.TextField(blank=True, default='We are not taking new referrals at the moment.', help_text='Said at a closed door (P15).')),
                    ('referral_word', models.CharField(choices=[('referral', 'Referral'), ('registration', 'Registration')], default='referral', max_length=12)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
                options={
                    'verbose_name_plural': 'team settings',
                },
            ),
            migrations.CreateModel(
                name='TeamSettingsEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('decision_days', models.PositiveSmallIntegerField(default=5, help_text='Working days to decide a referral (SCR-2).')),
                    ('chase_days', models.PositiveSmallIntegerField(default=5, help_text='Working days until information is chased.')),
                    ('due_soon_days', models.PositiveSmallIntegerField(default=1, help_text='Working days before a decision is due from which it is shown as due soon (SCR-2).')),
                    ('late_red_days', models.PositiveSmallIntegerField(default=1, help_text='Working days after which a late decision is shown in red (SCR-2).')),
                    ('holding_weeks', models.PositiveSmallIntegerField(default=4, help_text='Weeks between holding checks (WL-2).')),
                    ('take_back_minutes', models.PositiveSmallIntegerField(default=15, help_text='Minutes in which a decision or a message can be taken back.')),
                    ('engagement_days', models.PositiveSmallIntegerField(default=42, help_text='Days to engage a family (ENG-1).')),
                    ('engagement_attempts', models.PositiveSmallIntegerField(default=5, help_text='Attempts to engage (ENG-1).')),
                    ('reminder_days', models.PositiveSmallIntegerField(default=2, help_text='Days before an appointment that its reminder goes (REM-1).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)])),
                    ('reminder_earlier_days', models.PositiveSmallIntegerField(blank=True, help_text='Days before an appointment that an earlier reminder goes too; empty for none (REM-1).', null=True, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(14)])),
                    ('hold_back_minutes', models.PositiveSmallIntegerField(default=3, help_text='Minutes for which a text that a person sends, or causes, waits and can be taken back.')),
                    ('texts_by_hand', models.BooleanField(default=False, help_text='Colleagues send the texts from a phone (P42).')),
                    ('texts_from', models.TimeField(default=datetime.time(8, 0), help_text='No automatic text before this time (CON-1).')),
                    ('texts_until', models.TimeField(default=datetime.time(20, 0), help_text='No automatic text after this time (CON-1).')),
                    ('opens', models.TimeField(default=datetime.time(9, 0), help_text='Somebody reads what comes in from this time (P44).')),
                    ('closes', models.TimeField(default=datetime.time(17, 0), help_text='Nobody reads what comes in after this time (P44).')),
                    ('reply_hours', models.PositiveSmallIntegerField(default=4, help_text='Hours of opening after which a text that nobody dealt with is late (P44).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(80)])),
                    ('automatic_reply', models.BooleanField(default=True, help_text='Texts out of hours are answered by themselves (P44).')),
                    ('automatic_reply_hours', models.PositiveSmallIntegerField(default=12, help_text='Hours in which a number gets no second automatic reply (P44).', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)])),
                    ('agreed_sessions', models.PositiveSmallIntegerField(default=6, help_text='Sessions usually agreed (END-1).')),
                    ('follow_up', models.CharField(choices=[('off', 'No follow-up'), ('all', 'Follow up every family that agrees'), ('chosen', 'Follow up chosen families')], default='chosen', max_length=10)),
                    ('follow_up_months', models.PositiveSmallIntegerField(default=6, help_text='Months after the ending (FUP-1).')),
                    ('record_naming', models.CharField(choices=[('child', "In the child's name"), ('parent', "In a parent's name")], default='child', max_length=10)),
                    ('upper_age_months', models.PositiveSmallIntegerField(default=24, help_text='Oldest age of a baby at referral.')),
                    ('consultation_statement', models.TextField(blank=True, help_text='Given to every consultee (CNS-1).')),
                    ('consultation_notes', models.CharField(choices=[('ours', 'We keep our own record; the consultee keeps theirs'), ('shared', 'One record, which the consultee is given too')], default='ours', help_text='Whose record a consultation stands in.', max_length=10)),
                    ('consultation_readers', models.TextField(blank=True, default='The consultant and the clinical lead. Nobody outside the team reads it without asking us.', help_text='Who may read the notes of a consultation, told to every consultee.')),
                    ('consultation_time', models.CharField(choices=[('consultation', 'As consultation'), ('contact', 'As a contact for the family, where it is named')], default='consultation', max_length=14)),
                    ('consultation_in_record', models.BooleanField(default=True, help_text="A consultation that names a family stands in that family's record.")),
                    ('waiting_order', models.CharField(choices=[('date', 'by date of referral'), ('risk', 'by risks and stressors'), ('triage', 'by triage')], default='date', max_length=10)),
                    ('waiting_clock_stops', models.BooleanField(default=False, help_text='Days on which a waiting family cannot come are not counted (else only marked).')),
                    ('waiting_soon_weeks', models.PositiveSmallIntegerField(default=12, help_text='Weeks waiting from which it is long.')),
                    ('waiting_late_weeks', models.PositiveSmallIntegerField(default=18, help_text='Weeks waiting from which it is late.')),
                    ('professionals_open', models.BooleanField(default=True, help_text="The professionals' form is open (P15).")),
                    ('families_open', models.BooleanField(default=True, help_text="The families' own form is open (P15).")),
                    ('consultations_open', models.BooleanField(default=True, help_text='Professionals may ask for consultation (P15).')),
                    ('doors_close_on', models.DateField(blank=True, help_text='The day on which doors close (P15).', null=True)),
                    ('doors_open_again_on', models.DateField(blank=True, help_text='The day on which closed doors open by themselves (P15).', null=True)),
                    ('closed_door_text', models.TextField(blank=True, default='We are not taking new referrals at the moment.', help_text='Said at a closed door (P15).')),
                    ('referral_word', models.CharField(choices=[('referral', 'Referral'), ('registration', 'Registration')], default='referral', max_length=12)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='configuration.teamsettings')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddConstraint(
                model_name='closedday',
                constraint=models.UniqueConstraint(fields=('team', 'day'), name='closed_day_once', violation_error_message="This day is in the team's list already."),
            ),
            migrations.AddConstraint(
                model_name='postcodearea',
                constraint=models.UniqueConstraint(fields=('area',), name='postcode_area_once', violation_error_message='This postcode area stands with a team already.'),
            ),
            migrations.AddConstraint(
                model_name='risklist',
                constraint=models.UniqueConstraint(fields=('team', 'edition'), name='risk_list_edition', violation_error_message='This edition exists already.'),
            ),
            migrations.AddConstraint(
                model_name='risklist',
                constraint=models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('team',), name='risk_list_in_force', violation_error_message='Another edition of this list is in force.'),
            ),
            migrations.AddConstraint(
                model_name='risklist',
                constraint=models.UniqueConstraint(condition=models.Q(('draft', True)), fields=('team',), name='risk_list_draft', violation_error_message='Another edition of this list is being prepared.'),
            ),
            migrations.AddConstraint(
                model_name='risklist',
                constraint=models.CheckConstraint(condition=models.Q(('draft', True), ('in_force', True), _negated=True), name='risk_list_draft_rests', violation_error_message='A list that is being prepared cannot be in force.'),
            ),
            migrations.AddConstraint(
                model_name='riskitem',
                constraint=models.UniqueConstraint(fields=('risk_list', 'position'), name='risk_item_position', violation_error_message='Two factors stand at the same place of the list.'),
            ),
            migrations.AddConstraint(
                model_name='teamsettings',
                constraint=models.UniqueConstraint(fields=('team',), name='settings_once', violation_error_message='This team has settings already.'),
            ),
            migrations.AddConstraint(
                model_name='teamsettings',
                constraint=models.CheckConstraint(condition=models.Q(('texts_from__lt', models.F('texts_until'))), name='settings_text_hours', violation_error_message='Texts must start earlier in the day than they stop.'),
            ),
            migrations.AddConstraint(
                model_name='teamsettings',
                constraint=models.CheckConstraint(condition=models.Q(('reminder_earlier_days__isnull', True), ('reminder_earlier_days__gt', models.F('reminder_days')), _connector='OR'), name='settings_reminders', violation_error_message='An earlier reminder must go on an earlier day than the other one.'),
            ),
            migrations.AddConstraint(
                model_name='teamsettings',
                constraint=models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='settings_opening', violation_error_message='The team must open earlier in the day than it closes.'),
            ),
            migrations.AddConstraint(
                model_name='teamsettings',
                constraint=models.CheckConstraint(condition=models.Q(('waiting_soon_weeks__lt', models.F('waiting_late_weeks'))), name='settings_waiting_weeks', violation_error_message='A wait must be called long before it is called too long.'),
            ),
        ]),
    ]
