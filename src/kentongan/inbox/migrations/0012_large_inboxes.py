from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0011_services_and_what_began_with_a_case")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="inbox_case_queue"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("new", "handling", "waiting"))),
                fields=["due_at", "id", "unit", "secret", "kind", "holder"]
                + ["last_at", "version", "state"],
                name="inbox_case_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["due_at", "id"], name="inbox_case_due"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "due_at", "id"], name="inbox_case_state_due"),
        ),
    ]
