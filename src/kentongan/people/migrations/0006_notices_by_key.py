"""What was asked of many people ends for all of them, and nobody's other notices are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_password_letters"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["key"], name="people_notice_by_key"),
        ),
    ]
