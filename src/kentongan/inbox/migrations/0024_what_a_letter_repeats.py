from django.db import migrations, models


class Migration(migrations.Migration):
    """What a letter repeats of earlier ones is kept beside its own words."""

    dependencies = [
        ("inbox", "0023_disposition_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="quoted",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
