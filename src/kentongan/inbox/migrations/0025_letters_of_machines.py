import django.db.models.deletion
from django.db import migrations, models

import kentongan.kernel.ids


class Migration(migrations.Migration):
    """Which letters of machines became no message can be looked up."""

    dependencies = [
        ("inbox", "0024_what_a_letter_repeats"),
    ]

    operations = [
        migrations.CreateModel(
            name="MachineLetter",
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
                ("external_id", models.CharField(max_length=500)),
                ("validity", models.PositiveBigIntegerField()),
                ("uid", models.PositiveBigIntegerField()),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("returned", "surat yang kembali"),
                            ("answer", "balasan otomatis"),
                            ("bulk", "surat massal"),
                        ],
                        max_length=8,
                    ),
                ),
                ("sender", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="machine_letters",
                        to="inbox.mailreading",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reading", "external_id"), name="inbox_machine_letter_once"
                    )
                ],
            },
        ),
    ]
