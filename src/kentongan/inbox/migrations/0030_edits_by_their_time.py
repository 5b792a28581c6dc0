"""Of two wordings of a message the later one holds, in whatever order they come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0029_numbers_by_a_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="changed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When its author last edited it, as the network says.",
                null=True,
            ),
        ),
    ]
