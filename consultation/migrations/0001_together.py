"""Every table of this app, as it stood when the migrations before were put together (decision 0014)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pitservice.db.actor
import pitservice.db.keys
from django.conf import settings
from django.db import migrations, models
from pitservice.db.operations import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('consultation', '0001_initial'),
        ('consultation', '0002_referred'),
        ('consultation', '0003_following'),
    ]

    dependencies = [
        ('accounts', '0001_initial'),
        ('families', '0002_together'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('referrals', '0001_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='ConsultationAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('what', models.CharField(max_length=300)),
                    ('owner', models.CharField(choices=[('consultee', 'The consultee'), ('us', 'One of us')], max_length=10)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('came_of_it', models.CharField(blank=True, max_length=300)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='ConsultationActionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('what', models.CharField(max_length=300)),
                    ('owner', models.CharField(choices=[('consultee', 'The consultee'), ('us', 'One of us')], max_length=10)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('came_of_it', models.CharField(blank=True, max_length=300)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ConsultationConcern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('safety', "Somebody's safety"), ('practice', 'How the consultee works'), ('other', 'Something else')], max_length=12)),
                    ('words', models.TextField()),
                    ('taken_to', models.CharField(blank=True, max_length=200)),
                    ('taken_on', models.DateField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='ConsultationConcernEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('kind', models.CharField(choices=[('safety', "Somebody's safety"), ('practice', 'How the consultee works'), ('other', 'Something else')], max_length=12)),
                    ('words', models.TextField()),
                    ('taken_to', models.CharField(blank=True, max_length=200)),
                    ('taken_on', models.DateField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ConsultationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('held_on', models.DateField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('consultee_name', models.CharField(max_length=120)),
                    ('consultee_role', models.CharField(choices=[('health_visitor', 'Health visitor'), ('midwife', 'Midwife'), ('gp', 'GP'), ('social_care', 'Social care'), ('perinatal', 'Perinatal mental health team'), ('paediatrics', 'Paediatrics'), ('neonatal', 'Neonatal unit'), ('family_hub', "Family hub or children's centre"), ('voluntary', 'Voluntary organisation'), ('nursery', 'Nursery or early years setting'), ('talking_therapies', 'NHS Talking Therapies'), ('self', 'Self-referral'), ('relative', 'Relative or friend'), ('consultation', 'Out of a consultation'), ('other', 'Other')], max_length=20)),
                    ('consultee_organisation', models.CharField(blank=True, max_length=200)),
                    ('also_there', models.TextField(blank=True)),
                    ('staff_reached', models.PositiveSmallIntegerField(default=1)),
                    ('form', models.CharField(choices=[('single', 'With one colleague'), ('group', 'With a group'), ('joint_visit', 'Joint visit')], default='single', max_length=12)),
                    ('anonymity', models.CharField(choices=[('anonymous', 'Anonymous'), ('family_knows', 'Named, and the family knows'), ('with_reason', 'Named without the family knowing, for a reason')], default='anonymous', max_length=14)),
                    ('anonymity_reason', models.TextField(blank=True)),
                    ('age_band', models.CharField(choices=[('unborn', 'Not born yet'), ('under_3', '0 to 3 months'), ('under_6', '4 to 6 months'), ('under_12', '7 to 12 months'), ('under_24', '13 to 24 months'), ('older', 'Over 24 months'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                    ('themes', models.CharField(blank=True, max_length=300)),
                    ('notes', models.TextField(blank=True)),
                    ('actions_agreed', models.TextField(blank=True)),
                    ('outcome', models.CharField(choices=[('none', 'Nothing further'), ('again', 'Further consultation'), ('advised_referral', 'Advised to refer'), ('escalated', 'Escalated')], default='none', max_length=20)),
                    ('statement', models.TextField(blank=True)),
                    ('statement_given', models.BooleanField(default=False)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('acknowledged_name', models.CharField(blank=True, max_length=120)),
                    ('notes_kept', models.CharField(blank=True, choices=[('ours', 'We keep our own record; the consultee keeps theirs'), ('shared', 'One record, which the consultee is given too')], max_length=10)),
                    ('readers', models.TextField(blank=True)),
                    ('time_booked', models.CharField(blank=True, choices=[('consultation', 'As consultation'), ('contact', 'As a contact for the family, where it is named')], max_length=14)),
                    ('in_record', models.BooleanField(default=True)),
                    ('carried', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('referrer', 'Who asked for the consultation, as the referrer'), ('themes', 'The themes'), ('actions', 'The actions agreed'), ('together', 'Which consultation it came out of: whoever may see both finds one from the other')], max_length=12), blank=True, default=list, size=None)),
                    ('carried_agreed_by', models.CharField(blank=True, choices=[('consultee', 'The consultee'), ('family', 'The consultee, and the family through them')], max_length=12)),
                    ('referred', models.BooleanField(default=False)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='WrittenAgreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('organisation', models.CharField(max_length=200)),
                    ('agreed_with', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('signed_on', models.DateField()),
                    ('review_on', models.DateField()),
                    ('ended_on', models.DateField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='WrittenAgreementEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('organisation', models.CharField(max_length=200)),
                    ('agreed_with', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('signed_on', models.DateField()),
                    ('review_on', models.DateField()),
                    ('ended_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Consultation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('held_on', models.DateField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('consultee_name', models.CharField(max_length=120)),
                    ('consultee_role', models.CharField(choices=[('health_visitor', 'Health visitor'), ('midwife', 'Midwife'), ('gp', 'GP'), ('social_care', 'Social care'), ('perinatal', 'Perinatal mental health team'), ('paediatrics', 'Paediatrics'), ('neonatal', 'Neonatal unit'), ('family_hub', "Family hub or children's centre"), ('voluntary', 'Voluntary organisation'), ('nursery', 'Nursery or early years setting'), ('talking_therapies', 'NHS Talking Therapies'), ('self', 'Self-referral'), ('relative', 'Relative or friend'), ('consultation', 'Out of a consultation'), ('other', 'Other')], max_length=20)),
                    ('consultee_organisation', models.CharField(blank=True, max_length=200)),
                    ('also_there', models.TextField(blank=True)),
                    ('staff_reached', models.PositiveSmallIntegerField(default=1)),
                    ('form', models.CharField(choices=[('single', 'With one colleague'), ('group', 'With a group'), ('joint_visit', 'Joint visit')], default='single', max_length=12)),
                    ('anonymity', models.CharField(choices=[('anonymous', 'Anonymous'), ('family_knows', 'Named, and the family knows'), ('with_reason', 'Named without the family knowing, for a reason')], default='anonymous', max_length=14)),
                    ('anonymity_reason', models.TextField(blank=True)),
                    ('age_band', models.CharField(choices=[('unborn', 'Not born yet'), ('under_3', '0 to 3 months'), ('under_6', '4 to 6 months'), ('under_12', '7 to 12 months'), ('under_24', '13 to 24 months'), ('older', 'Over 24 months'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                    ('themes', models.CharField(blank=True, max_length=300)),
                    ('notes', models.TextField(blank=True)),
                    ('actions_agreed', models.TextField(blank=True)),
                    ('outcome', models.CharField(choices=[('none', 'Nothing further'), ('again', 'Further consultation'), ('advised_referral', 'Advised to refer'), ('escalated', 'Escalated')], default='none', max_length=20)),
                    ('statement', models.TextField(blank=True)),
                    ('statement_given', models.BooleanField(default=False)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('acknowledged_name', models.CharField(blank=True, max_length=120)),
                    ('notes_kept', models.CharField(blank=True, choices=[('ours', 'We keep our own record; the consultee keeps theirs'), ('shared', 'One record, which the consultee is given too')], max_length=10)),
                    ('readers', models.TextField(blank=True)),
                    ('time_booked', models.CharField(blank=True, choices=[('consultation', 'As consultation'), ('contact', 'As a contact for the family, where it is named')], max_length=14)),
                    ('in_record', models.BooleanField(default=True)),
                    ('carried', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('referrer', 'Who asked for the consultation, as the referrer'), ('themes', 'The themes'), ('actions', 'The actions agreed'), ('together', 'Which consultation it came out of: whoever may see both finds one from the other')], max_length=12), blank=True, default=list, size=None)),
                    ('carried_agreed_by', models.CharField(blank=True, choices=[('consultee', 'The consultee'), ('family', 'The consultee, and the family through them')], max_length=12)),
                    ('referred', models.BooleanField(default=False)),
                    ('consultant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.AddField(
                model_name='consultation',
                name='family',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='families.family'),
            ),
            migrations.AddField(
                model_name='consultation',
                name='referral',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='consultation',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='consultationaction',
                name='colleague',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='consultationaction',
                name='consultation',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='consultation.consultation'),
            ),
            migrations.AddField(
                model_name='consultationaction',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='consultationactionevent',
                name='colleague',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='consultationactionevent',
                name='consultation',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultation.consultation'),
            ),
            migrations.AddField(
                model_name='consultationactionevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='consultationactionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultation.consultationaction'),
            ),
            migrations.AddField(
                model_name='consultationactionevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='consultationconcern',
                name='consultation',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='consultation.consultation'),
            ),
            migrations.AddField(
                model_name='consultationconcern',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='consultationconcernevent',
                name='consultation',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultation.consultation'),
            ),
            migrations.AddField(
                model_name='consultationconcernevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='consultationconcernevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultation.consultationconcern'),
            ),
            migrations.AddField(
                model_name='consultationconcernevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='consultant',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='family',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='families.family'),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultation.consultation'),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='referral',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='consultationevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='writtenagreement',
                name='team',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
            ),
            migrations.AddField(
                model_name='writtenagreementevent',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ),
            migrations.AddField(
                model_name='writtenagreementevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultation.writtenagreement'),
            ),
            migrations.AddField(
                model_name='writtenagreementevent',
                name='team',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team'),
            ),
            migrations.AddIndex(
                model_name='consultation',
                index=models.Index(fields=['team', '-held_on'], name='consultation_date'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('anonymity', 'anonymous'), _negated=True), ('family__isnull', True), _connector='OR'), name='consultation_anonymous', violation_error_message='An anonymous consultation names no family.'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('anonymity', 'with_reason'), _negated=True), models.Q(('anonymity_reason', ''), _negated=True), _connector='OR'), name='consultation_reason', violation_error_message='Enter why the family is named without knowing of it.'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('staff_reached__gt', 0)), name='consultation_numbers', violation_error_message='Minutes and the number of staff reached must be at least 1.'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), models.Q(('acknowledged_at__isnull', True), ('acknowledged_by__isnull', True)), _connector='OR'), name='consultation_acknowledged', violation_error_message='Say who acknowledged the statement, and when.'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(('carried', []), models.Q(('carried_agreed_by', ''), _negated=True), _connector='OR'), name='consultation_carried_agreed', violation_error_message='Say who agreed to what is carried over.'),
            ),
            migrations.AddConstraint(
                model_name='consultation',
                constraint=models.CheckConstraint(condition=models.Q(('referral', None), models.Q(('carried__contains', ['together']), ('referred', True)), _connector='OR'), name='consultation_referral_agreed', violation_error_message='A consultation leads to its referral only where that was agreed.'),
            ),
            migrations.AddIndex(
                model_name='consultationaction',
                index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['team'], name='consultation_action_open'),
            ),
            migrations.AddConstraint(
                model_name='consultationaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('done_by__isnull', False)), models.Q(('done_at__isnull', True), ('done_by__isnull', True)), _connector='OR'), name='consultation_action_done', violation_error_message='Say who saw to it, and when.'),
            ),
            migrations.AddConstraint(
                model_name='consultationaction',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('colleague__isnull', False), ('due_on__isnull', False), ('owner', 'us')), models.Q(('colleague__isnull', True), ('owner', 'consultee')), _connector='OR'), name='consultation_action_owner', violation_error_message='What we do ourselves has a colleague and a day.'),
            ),
            migrations.AddIndex(
                model_name='consultationconcern',
                index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['team'], name='consultation_concern_open'),
            ),
            migrations.AddConstraint(
                model_name='consultationconcern',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), _connector='OR'), name='consultation_concern_closed', violation_error_message='Say who closed the concern, and when.'),
            ),
            migrations.AddConstraint(
                model_name='consultationconcern',
                constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='consultation_concern_outcome', violation_error_message='A concern is closed with its outcome.'),
            ),
            migrations.AddConstraint(
                model_name='consultationconcern',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_on__isnull', True), ('taken_to', '')), models.Q(models.Q(('taken_to', ''), _negated=True), ('taken_on__isnull', False)), _connector='OR'), name='consultation_concern_taken', violation_error_message='Say to whom the concern was taken, and when.'),
            ),
            migrations.AddIndex(
                model_name='writtenagreement',
                index=models.Index(fields=['team', 'organisation'], name='agreement_organisation'),
            ),
            migrations.AddConstraint(
                model_name='writtenagreement',
                constraint=models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('signed_on'))), name='agreement_review', violation_error_message='The review must be after the day the agreement was signed.'),
            ),
            migrations.AddConstraint(
                model_name='writtenagreement',
                constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('signed_on')), _connector='OR'), name='agreement_ended', violation_error_message='An agreement cannot end before it was signed.'),
            ),
        ]),
    ]
