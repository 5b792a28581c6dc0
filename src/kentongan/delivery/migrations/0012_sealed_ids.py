"""Ids of messages to subscribers have the person's number in them, in Base64: keep a hash."""

import hashlib
from typing import Any

from django.db import migrations

BATCH = 100


def seal(apps: Any, _schema: Any) -> None:
    """Hash the id, and those of tries that failed; blank what an attempt told of it."""
    rows = apps.get_model("delivery", "Delivery").objects.filter(act="send")
    attempts = apps.get_model("delivery", "Attempt").objects
    attempts.filter(delivery__act="send", detail__startswith="wamid.").update(detail="")
    told = rows.exclude(external_id="", notes={}).only("pk", "external_id", "notes")
    batch = []
    for row in told.iterator(chunk_size=10 * BATCH):
        row.external_id = _hash(row.external_id)
        if "failed" in row.notes:
            row.notes["failed"] = [_hash(one) for one in row.notes["failed"]]
        batch.append(row)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["external_id", "notes"])
            batch = []
    rows.bulk_update(batch, ["external_id", "notes"])


def _hash(external_id: str) -> str:
    return hashlib.sha256(external_id.encode()).hexdigest() if external_id else ""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0011_spreading"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=True)]
