from django.db import migrations

from kentongan.kernel.sentences import SentenceField


class Migration(migrations.Migration):
    dependencies = [("media", "0005_sentences")]

    operations = [
        migrations.AddField(
            model_name="rendition",
            name="waits",
            field=SentenceField(blank=True, default="", max_length=500),
        ),
    ]
