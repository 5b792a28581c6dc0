import django.db.models.deletion
from django.db import migrations, models


def _rated_itself(apps, schema_editor):
    """Until now only the case of the number itself could be rated."""
    ratings = apps.get_model("inbox", "Rating").objects.using(schema_editor.connection.alias)
    ratings.update(matter=models.F("case"))


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0010_routing_weights"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Services",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="services",
                        serialize=False,
                        to="people.unit",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="layanan")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="clarification",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clarifications",
                to="inbox.case",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="matter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ratings",
                to="inbox.case",
            ),
        ),
        migrations.RunPython(_rated_itself, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="rating",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ratings",
                to="inbox.case",
            ),
        ),
    ]
