from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailchoice",
            name="language",
            field=models.CharField(
                default="id", help_text="In which mails are written.", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="others",
            field=models.JSONField(default=dict),
        ),
    ]
