"""Ids of messages have the person's number in them, in Base64: keep a hash, as the proof, too."""

import hashlib
from typing import Any

from django.db import migrations

BATCH = 100


def seal(apps: Any, _schema: Any) -> None:
    """Hash what stands for a message; how somebody agreed by hand stays as it was written."""
    rows = apps.get_model("subscribers", "Subscriber").objects.all()
    fields = ["consent_note", "heard_id"]
    batch = []
    for row in rows.only("pk", "consent", *fields).iterator(chunk_size=10 * BATCH):
        row.heard_id = _hash(row.heard_id)
        if row.consent == "message":
            row.consent_note = _hash(row.consent_note)
        batch.append(row)
        if len(batch) == BATCH:
            rows.bulk_update(batch, fields)
            batch = []
    rows.bulk_update(batch, fields)


def _hash(external_id: str) -> str:
    return hashlib.sha256(external_id.encode()).hexdigest() if external_id else ""


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0002_unreached"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=True)]
