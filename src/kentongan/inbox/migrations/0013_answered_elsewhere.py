import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kentongan.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0012_large_inboxes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Elsewhere",
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
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "Telepon"),
                            ("visit", "Tatap muka"),
                            ("on_site", "Di lokasi"),
                            ("letter", "Surat balasan"),
                        ],
                        max_length=12,
                        verbose_name="cara",
                    ),
                ),
                ("summary", models.CharField(max_length=500, verbose_name="ringkasan")),
                ("given_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("before", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elsewhere",
                        to="inbox.case",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elsewhere",
                        to="inbox.message",
                    ),
                ),
            ],
            options={
                "ordering": ["given_at", "at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "visit", "on_site", "letter"])),
                        name="inbox_elsewhere_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at__lte", models.F("at"))),
                        name="inbox_elsewhere_told",
                    ),
                ],
            },
        ),
    ]
