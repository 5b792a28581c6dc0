from django.db import migrations, models

import kentongan.kernel.ids
from kentongan.ledger.guards import install, remove


def _install(_apps, editor):
    install(editor.connection)


def _remove(_apps, editor):
    remove(editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "id",
                    models.UUIDField(
                        default=kentongan.kernel.ids.uuid7, editable=False, unique=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.CharField(max_length=64)),
                ("actor_name", models.CharField(max_length=200)),
                ("actor_kind", models.CharField(max_length=16)),
                ("unit_code", models.CharField(blank=True, max_length=64)),
                ("action", models.CharField(max_length=64)),
                ("target_type", models.CharField(max_length=64)),
                ("target_id", models.CharField(max_length=64)),
                ("target_label", models.CharField(blank=True, max_length=300)),
                ("revision", models.CharField(blank=True, max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["target_type", "target_id", "seq"], name="ledger_target"),
                    models.Index(fields=["unit_code", "seq"], name="ledger_unit"),
                    models.Index(fields=["actor_id", "seq"], name="ledger_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="ledger_one_head")
                ],
            },
        ),
        migrations.RunPython(_install, _remove),
    ]
