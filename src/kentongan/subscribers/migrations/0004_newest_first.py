from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0003_sealed_ids"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                fields=["account", "-joined_at", "-id", "ended_at"], name="subscribers_newest"
            ),
        ),
    ]
