from django.db import migrations, models


class Migration(migrations.Migration):
    """The time that a disposition names is reminded of before it is over, and told when it is."""

    dependencies = [
        ("inbox", "0022_secret_cases_are_few"),
    ]

    operations = [
        migrations.AddField(
            model_name="disposition",
            name="remind_at",
            field=models.DateTimeField(
                blank=True, help_text="When people are next told of its time.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="disposition",
            index=models.Index(
                condition=models.Q(
                    ("remind_at__isnull", False), ("state__in", ("proposed", "accepted"))
                ),
                fields=["remind_at"],
                name="inbox_disposition_remind",
            ),
        ),
    ]
