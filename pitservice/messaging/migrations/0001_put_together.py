"""Every table of this app, as it stood when the migrations before were put together (decision 0014)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pitservice.db.actor
import pitservice.db.keys
from django.conf import settings
from django.db import migrations, models
from pitservice.db.operations import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('messaging', '0001_together'),
        ('messaging', '0002_notices'),
        ('messaging', '0003_take_a_message'),
        ('messaging', '0004_attached_letters'),
        ('messaging', '0005_taken_on'),
    ]

    dependencies = [
        ('accounts', '0002_digest'),
        ('db', '0001_initial'),
        ('families', '0002_put_together'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='InboundText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('state', models.CharField(choices=[('waiting', 'To deal with'), ('done', 'Dealt with')], default='waiting', max_length=12)),
                    ('gateway', models.CharField(max_length=40)),
                    ('gateway_reference', models.CharField(max_length=120)),
                    ('sender', models.CharField(max_length=60)),
                    ('number', models.CharField(max_length=60)),
                    ('receiver', models.CharField(blank=True, max_length=60)),
                    ('words', models.TextField(blank=True)),
                    ('received_on', models.DateTimeField()),
                    ('meaning', models.CharField(choices=[('words', 'Words to read'), ('stop', 'Stop texts'), ('start', 'Texts again, please'), ('confirm', 'Confirms an appointment'), ('change', 'Asks for a change')], default='words', max_length=12)),
                    ('unplaced', models.BooleanField(default=False)),
                    ('not_known', models.BooleanField(default=False)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('settled_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('assigned_at', models.DateTimeField(null=True)),
                    ('assigned_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('worrying', models.BooleanField(default=False)),
                    ('worry_words', models.JSONField(default=list)),
                    ('worry_edition', models.PositiveIntegerField(default=0)),
                    ('no_reply_why', models.CharField(blank=True, max_length=200)),
                    ('caller', models.CharField(blank=True, max_length=120)),
                    ('call_back', models.CharField(blank=True, max_length=120)),
                    ('pass_phrase', models.CharField(blank=True, choices=[('said', 'They said it'), ('not_said', 'They did not, or said something else'), ('not_asked', 'I did not ask')], max_length=10)),
                    ('done_how', models.CharField(blank=True, choices=[('replied', 'Replied by text'), ('rang', 'Rang them'), ('wrote', 'Wrote or told them another way'), ('recorded', 'Entered in the family’s record'), ('concern', 'Raised a safeguarding concern'), ('passed_on', 'Passed on outside this system'), ('not_ours', 'Not for us'), ('nothing', 'Read, and nothing needed doing')], max_length=12)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inbound_texts', to='families.family')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.person')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.CreateModel(
                name='InboundTextMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='messaging.inboundtext')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=pitservice.db.keys.new_key, editable=False, max_length=10, unique=True)),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('about', models.CharField(max_length=40)),
                    ('purpose', models.CharField(choices=[('receipt', 'Receipt for a referral'), ('ask_information', 'Request for information'), ('accepted', 'Acceptance'), ('not_accepted', 'Not accepted'), ('first_contact', 'First contact'), ('appointment', 'Appointment'), ('reminder', 'Reminder'), ('ending', 'Ending'), ('follow_up', 'Follow-up'), ('holding', 'Word while waiting'), ('correspondence', 'Letter about the work'), ('measures', 'Private form to fill in'), ('safeguarding', 'To protect somebody from harm'), ('own_words', 'In our own words'), ('out_of_hours', 'Reply out of hours'), ('notice', 'Notice to a colleague')], max_length=20)),
                    ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('call', 'Phone call')], max_length=10)),
                    ('state', models.CharField(choices=[('queued', 'Waiting to go'), ('sending', 'Going now'), ('unknown', 'Not known whether it went'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Could not be sent'), ('by_hand', 'To be sent by hand'), ('held', 'Held'), ('cancelled', 'Cancelled'), ('told', 'Told by other means')], default='queued', max_length=12)),
                    ('recipient', models.CharField(max_length=60)),
                    ('recipient_name', models.CharField(max_length=200)),
                    ('point', models.CharField(blank=True, max_length=60)),
                    ('value', models.CharField(max_length=254)),
                    ('subject_line', models.CharField(blank=True, max_length=200)),
                    ('words', models.TextField()),
                    ('link_only', models.BooleanField(default=False)),
                    ('language', models.CharField(default='en', max_length=8)),
                    ('form', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy read')], default='standard', max_length=10)),
                    ('automatic', models.BooleanField(default=True)),
                    ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                    ('not_after', models.DateTimeField(blank=True, null=True)),
                    ('wanted', models.CharField(blank=True, max_length=60)),
                    ('dedupe_key', models.CharField(max_length=160, unique=True)),
                    ('reference', models.UUIDField(unique=True)),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('gateway', models.CharField(blank=True, max_length=40)),
                    ('gateway_reference', models.CharField(blank=True, max_length=120)),
                    ('failure', models.CharField(blank=True, choices=[('permanent', 'The number does not take texts'), ('temporary', 'The phone was off or full for too long'), ('technical', 'The text message service failed'), ('opted_out', 'They have stopped texts from this number'), ('gave_up', 'Tried too often'), ('too_late', 'Its time passed before it could go')], max_length=12)),
                    ('why', models.TextField(blank=True)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('confirmed_by', pitservice.db.actor.ActorField(editable=False, max_length=80, null=True)),
                    ('confirmed_codes', models.JSONField(default=list)),
                    ('taken_on', models.DateTimeField(null=True)),
                    ('sent_on', models.DateTimeField(null=True)),
                    ('told_means', models.CharField(blank=True, choices=[('call', 'By telephone'), ('post', 'By post'), ('health_visitor', 'Through the health visitor'), ('visit', 'At a visit or appointment'), ('other', 'Another way')], max_length=20)),
                    ('parts', models.PositiveSmallIntegerField(null=True)),
                    ('pence', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('attached', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('dealer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='families.family')),
                    ('replies_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='messaging.inboundtext')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.AddField(
                model_name='inboundtext',
                name='answers',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='messaging.message'),
            ),
            migrations.AddField(
                model_name='inboundtext',
                name='automatic_reply',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.message'),
            ),
            migrations.CreateModel(
                name='MessageMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(blank=True, max_length=40)),
                    ('to_state', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.reason')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='messaging.message')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OutboxEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.UUIDField()),
                    ('value', models.CharField(max_length=254)),
                    ('words', models.TextField()),
                    ('arrived_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name_plural': 'outbox entries',
                    'indexes': [models.Index(fields=['reference'], name='outbox_reference')],
                },
            ),
            migrations.CreateModel(
                name='WorryList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('edition', models.PositiveIntegerField()),
                    ('entries', models.JSONField(default=list)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
            ),
            migrations.CreateModel(
                name='ListCleared',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                    ('created_by', pitservice.db.actor.ActorField(editable=False, max_length=80)),
                    ('until', models.DateTimeField()),
                    ('not_gone', models.PositiveIntegerField()),
                    ('in_hand', models.PositiveIntegerField()),
                    ('gone', models.PositiveIntegerField()),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ],
                options={
                    'verbose_name_plural': 'lists cleared',
                    'indexes': [models.Index(fields=['team', '-until'], name='list_cleared')],
                },
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('state', 'queued')), fields=['not_before', 'id'], name='message_due'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('state__in', ['sending', 'unknown'])), fields=['lease_until'], name='message_leased'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(fields=['team', 'state', '-created_at'], name='message_state'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('wanted', ''), _negated=True), fields=['wanted'], name='message_wanted'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(django.db.models.functions.text.Right(models.Func(models.F('value'), models.Value('[^0-9]'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), 10), models.OrderBy(models.F('created_at'), descending=True), condition=models.Q(('channel', 'text')), name='message_number'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sending']), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='message_sending_has_lease', violation_error_message='A message that is going has a lease.'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), _connector='OR'), name='message_confirmed', violation_error_message='Say who confirmed it, and when.'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('dealer__isnull', False), ('taken_on__isnull', False)), models.Q(('dealer__isnull', True), ('taken_on__isnull', True)), _connector='OR'), name='message_taken', violation_error_message='Say who deals with it, and since when.'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('gateway', 'by hand'), ('state', 'delivered'), _negated=True), name='message_by_hand_not_delivered', violation_error_message='Nobody can say of a text sent by hand that it was delivered.'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('attached__isnull', True), models.Q(('channel', 'email'), ('link_only', False)), _connector='OR'), name='message_attached_to_email', violation_error_message='Only an e-mail carries a letter, and one that is a link alone carries none.'),
            ),
            migrations.AddIndex(
                model_name='inboundtext',
                index=models.Index(condition=models.Q(('state', 'waiting')), fields=['received_on', 'id'], name='inbound_waiting'),
            ),
            migrations.AddIndex(
                model_name='inboundtext',
                index=models.Index(fields=['number', '-received_on'], name='inbound_number'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.UniqueConstraint(fields=('gateway', 'gateway_reference'), name='inbound_once', violation_error_message='This text is here already.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), _connector='OR'), name='inbound_settled', violation_error_message='Say who said so, and when.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('assigned_at__isnull', False), ('assigned_by__isnull', False)), models.Q(('assigned_at__isnull', True), ('assigned_by__isnull', True)), _connector='OR'), name='inbound_assigned', violation_error_message='Say who gave it to whom, and when.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('assigned_at__isnull', False), ('assigned_to__isnull', False)), models.Q(('assigned_at__isnull', True), ('assigned_to__isnull', True)), _connector='OR'), name='inbound_assigned_to', violation_error_message='Say who has it, and since when.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('done_by__isnull', False)), models.Q(('done_at__isnull', True), ('done_by__isnull', True)), _connector='OR'), name='inbound_done', violation_error_message='Say who dealt with it, and when.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done']), _negated=True), ('done_at__isnull', False), _connector='OR'), name='inbound_done_when', violation_error_message='Say who dealt with it, and when.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_how', ''), _negated=True), _connector='OR'), name='inbound_outcome', violation_error_message='Choose what was done about it.'),
            ),
            migrations.AddConstraint(
                model_name='inboundtext',
                constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('family__isnull', False), _connector='OR'), name='inbound_person_of_family', violation_error_message='Choose the family that they belong to.'),
            ),
            migrations.AddConstraint(
                model_name='worrylist',
                constraint=models.UniqueConstraint(fields=('team', 'edition'), name='worry_list_edition', violation_error_message='Somebody else has just saved another edition. Look at it, then save yours.'),
            ),
        ]),
    ]
