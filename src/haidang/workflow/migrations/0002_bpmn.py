"""Processes become BPMN files. Lists of steps that were published before become files that say the same."""

import hashlib
from xml.sax.saxutils import quoteattr

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from haidang.platform.append_only import append_only

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:hd="https://haidang.example/bpmn"'
    ' id="definitions" targetNamespace="https://haidang.example/processes">'
)


def _bpmn(version) -> str:
    tasks = "".join(
        f'<userTask id={quoteattr(step["key"])} name={quoteattr(step["name"])} hd:role={quoteattr(step["role"])}'
        f' hd:hours="{step["hours"]}"/>'
        for step in version.steps
    )
    nodes = ["start-event", *(step["key"] for step in version.steps), "end-event"]
    flows = "".join(
        f'<sequenceFlow id="flow-{number}" sourceRef={quoteattr(one)} targetRef={quoteattr(two)}/>'
        for number, (one, two) in enumerate(zip(nodes, nodes[1:]))
    )
    name = quoteattr(version.name)
    return (
        f'{_HEAD}<process id="process" name={name}><startEvent id="start-event"/>{tasks}<endEvent id="end-event"/>'
        f"{flows}</process></definitions>"
    )


def convert(apps, _editor) -> None:
    versions, instances = (apps.get_model("workflow", name) for name in ("ProcessVersion", "ProcessInstance"))
    for version in versions.objects.all():
        text = _bpmn(version)
        content_hash = hashlib.sha256(text.encode()).hexdigest()
        versions.objects.filter(pk=version.pk).update(bpmn=text, content_hash=content_hash)
    for instance in instances.objects.select_related("process"):
        _convert_instance(instance, instances)


def _convert_instance(instance, instances) -> None:
    steps = list(instance.steps.order_by("position"))
    defined = instance.process.steps
    moves = [{"do": "start", "version": instance.process_id, "at": instance.started_at.isoformat(), "by": None}]
    for step in steps:
        moves[-1]["agencies"] = {step.key: step.agency_id}
        type(step).objects.filter(pk=step.pk).update(
            node=step.key, move=len(moves) - 1, hours=defined[step.position]["hours"]
        )
        if step.status == "done":
            at, by = step.closed_at.isoformat(), step.closed_by_id
            moves.append({"do": "complete", "node": step.key, "choice": "", "at": at, "by": by})
        elif step.status == "cancelled":
            moves.append({"do": "cancel", "at": step.closed_at.isoformat(), "by": step.closed_by_id})
    instances.objects.filter(pk=instance.pk).update(moves=moves)


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_agencies_people_roles'),
        ('workflow', '0001_processes_and_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField('processversion', 'bpmn', models.TextField(default=''), preserve_default=False),
        migrations.AddField('processversion', 'content_hash', models.CharField(default='', max_length=64), preserve_default=False),
        migrations.AddField('processinstance', 'moves', models.JSONField(default=list)),
        migrations.AddField('stepinstance', 'node', models.CharField(default='', max_length=100), preserve_default=False),
        migrations.AddField('stepinstance', 'move', models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField('stepinstance', 'unit', models.CharField(blank=True, default='', max_length=40), preserve_default=False),
        migrations.AddField('stepinstance', 'hours', models.FloatField(default=0), preserve_default=False),
        migrations.AddField('stepinstance', 'choice', models.CharField(blank=True, default='', max_length=40), preserve_default=False),
        migrations.RunPython(convert, migrations.RunPython.noop),
        migrations.RemoveConstraint('stepinstance', 'step_open_once'),
        migrations.RemoveField('processversion', 'steps'),
        migrations.RemoveField('stepinstance', 'key'),
        migrations.RemoveField('stepinstance', 'position'),
        migrations.AlterField(
            'stepinstance', 'status',
            models.CharField(choices=[('open', 'Đang thực hiện'), ('done', 'Đã hoàn thành'), ('returned', 'Đã trả lại bước trước'), ('cancelled', 'Đã hủy')], default='open', max_length=10),
        ),
        migrations.AlterField(
            'stepinstance', 'closed_by',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            'stepinstance', models.UniqueConstraint(fields=('instance', 'node', 'move'), name='step_once')
        ),
        migrations.AddConstraint(
            'stepinstance',
            models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('instance', 'node'), name='step_open_once'),
        ),
        migrations.CreateModel(
            name='WaitingTimer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(max_length=100)),
                ('move', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('waiting', 'Đang chờ'), ('fired', 'Đã đến giờ'), ('cancelled', 'Đã hủy')], default='waiting', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('fire_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('instance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timers', to='workflow.processinstance')),
            ],
            options={
                'ordering': ['started_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['fire_at'], name='timer_waiting')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'node', 'move'), name='timer_once')],
            },
        ),
        append_only('workflow_processversion'),
    ]
