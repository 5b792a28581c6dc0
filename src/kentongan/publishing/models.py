"""Which delivery carries which revision of which post."""

from django.db import models

from kentongan.delivery.models import Delivery
from kentongan.kernel.ids import uuid7
from kentongan.planning.models import Post, Revision


class PostDelivery(models.Model):
    """An approved revision on its way to one account.

    ``cleared``: what the check answered for when this was planned (``planning/clearance.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="post_deliveries")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, related_name="post_delivery"
    )
    cleared = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.post_id} via {self.delivery_id}"
