from django.db import migrations, models


class Migration(migrations.Migration):
    """Secret cases are found without a look at all the others: other pages leave them out."""

    dependencies = [
        ("inbox", "0021_lead_of_a_helping_unit"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("secret", True)), fields=["number"], name="inbox_case_secret"
            ),
        ),
    ]
