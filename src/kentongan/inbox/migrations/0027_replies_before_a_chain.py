from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kentongan.kernel.ids

#: What a second person was until now; written down, so that answers that wait can be decided.
STEP = {
    "label": "Persetujuan balasan",
    "roles": ["pemeriksa_unit", "pimpinan_unit", "penyelia"],
    "minutes": 60,
    "working_time": True,
    "copy_roles": [],
}


def give_steps(apps, schema_editor):  # noqa: ARG001
    """Answers that wait go before one step, and are late from their first hour on."""
    replies = apps.get_model("inbox", "Reply").objects
    rows = replies.filter(needs_second=True, decided_at=None, undone_at=None)
    for row in rows:
        row.steps, row.involved = [STEP], [str(row.by_id)]
        row.deadline_at = row.at + timedelta(minutes=STEP["minutes"])
    replies.bulk_update(rows, ["steps", "involved", "deadline_at"])


class Migration(migrations.Migration):
    """Answers that need approval go before a chain; who decided which step is kept."""

    dependencies = [
        ("delivery", "0011_spreading"),
        ("inbox", "0026_places_of_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplyDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("approved", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("text_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.AddField(
            model_name="reply",
            name="deadline_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="escalated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="involved",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reply",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reply",
            name="step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reply",
            name="steps",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(
                    ("decided_at", None), ("needs_second", True), ("undone_at", None)
                ),
                fields=["deadline_at", "id"],
                name="inbox_reply_waiting",
            ),
        ),
        migrations.AddField(
            model_name="replydecision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replydecision",
            name="for_user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replydecision",
            name="reply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="inbox.reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="replydecision",
            constraint=models.UniqueConstraint(
                fields=("reply", "step"), name="inbox_one_decision_per_step"
            ),
        ),
        migrations.RunPython(give_steps, migrations.RunPython.noop),
    ]
