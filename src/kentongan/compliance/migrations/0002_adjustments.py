"""Exceptions become adjustments, with new kinds; what people say of findings gets tables."""

import django.db.models.deletion
from django.db import migrations, models

import kentongan.kernel.ids

KINDS = [
    ("phone", "Nomor telepon"),
    ("email", "Surel"),
    ("address", "Alamat kantor"),
    ("domain", "Domain resmi"),
    ("term", "Frasa yang dibiarkan"),
    ("word", "Ejaan setempat"),
    ("watch", "Kata yang diawasi"),
    ("rule", "Tingkat aturan"),
]
STATES = [
    ("open", "Menunggu"),
    ("kept", "Aturan dipertahankan"),
    ("mended", "Sudah dibetulkan"),
]


def _id():
    return models.UUIDField(
        default=kentongan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


def _unit(name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to="people.unit"
    )


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="allowed", name="compliance_allowed_once"),
        migrations.RenameModel(old_name="Allowed", new_name="Adjustment"),
        migrations.AlterField(model_name="adjustment", name="unit", field=_unit("adjustments")),
        migrations.AlterField(
            model_name="adjustment",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=16),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="setting",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="adjustment",
            name="message",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="pesan"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                fields=("unit", "kind", "value"), name="compliance_adjustment_once"
            ),
        ),
        migrations.CreateModel(
            name="Misfire",
            fields=[
                ("id", _id()),
                ("rule", models.CharField(max_length=64)),
                ("severity", models.CharField(max_length=8)),
                ("network", models.CharField(blank=True, max_length=24)),
                ("quote", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("key", models.CharField(max_length=64)),
                ("reporter_id", models.CharField(max_length=64)),
                ("reporter_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, default="open", max_length=8)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="jawaban")),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("unit", _unit("misfires")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["unit", "state", "-at"], name="compliance_misfire_unit"),
                    models.Index(fields=["reporter_id", "-at"], name="compliance_misfire_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reporter_id", "key"), name="compliance_misfire_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Passed",
            fields=[
                ("id", _id()),
                ("rule", models.CharField(max_length=64)),
                ("severity", models.CharField(max_length=8)),
                ("quote", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("person_id", models.CharField(max_length=64)),
                ("person_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("label", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("unit", _unit("passed_findings")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["unit", "-at"], name="compliance_passed_unit")],
            },
        ),
    ]
