"""Nightly forgetting: texts of old reports, answers of web addresses."""

from datetime import datetime

from kentongan.compliance import actions
from kentongan.jobs.registry import job


@job("compliance.tidy", every="35 18 * * *")
def tidy(*, at: datetime) -> None:
    """Forget texts of reports after the days that are set, answers of addresses after one."""
    actions.forget_misfires(at=at)
    actions.forget_looks(at=at)
