from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0019_cases_of_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="asked_again_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when what a citizen wrote after an answer waits.",
                null=True,
            ),
        ),
    ]
