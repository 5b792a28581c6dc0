from django.db import migrations, models


class Migration(migrations.Migration):
    """A unit that already helps with a case may be given its lead as well."""

    dependencies = [
        ("inbox", "0020_what_is_written_after_an_answer"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="disposition",
            name="inbox_disposition_once",
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lead", False), ("state__in", ("proposed", "accepted"))),
                fields=("case", "to_unit"),
                name="inbox_disposition_once",
            ),
        ),
    ]
