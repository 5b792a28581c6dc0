from django.db import migrations, models

from kentongan.inbox.models.marked import Marked

OPEN = models.Q(state__in=("new", "handling", "waiting"))
FLAGS = ("emergency", "personal_data", "abusive", "political", "gambling_spam")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0013_answered_elsewhere")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=OPEN & models.Q(Marked(flag)),
                fields=["due_at", "id", "unit", "secret", "state"],
                name=f"inbox_case_{flag}",
            ),
        )
        for flag in FLAGS
    ]
