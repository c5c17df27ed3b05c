"""The one table of this room: counted tries. What it counts for, `common.limits` says."""

from django.db import models


class Try(models.Model):
    """One counted try. `who` is a keyed hash, so that neither an account nor an address stands here."""

    limit = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["limit", "who", "at"], name="try_limit_who_at")]

    def __str__(self) -> str:
        return f"{self.limit} {self.at:%d.%m.%Y %H:%M}"
