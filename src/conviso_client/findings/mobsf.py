"""`conviso-client import --format mobsf`: the platform reads a report of MobSF itself, in a job."""

from __future__ import annotations

import argparse
import sys

from conviso_client import Upload
from conviso_client.errors import ConfigurationError, JobFailed
from conviso_client.jobs.assets import named_asset
from conviso_client.jobs.commands import follow, started
from conviso_client.jobs.companies import client_of

from .command import CREATES

__all__ = ["run"]

_OURS = ("root", "branch", "source", "min_severity", "close_missing", "allow_drop", "dry_run", "report", "fail_on")
"""Options that only apply to findings that this client reads and compares."""


def run(options: argparse.Namespace) -> int:
    """Upload a file, and wait with `--wait`. Return 1 if the platform failed to read it."""
    useless = [f"--{name.replace('_', '-')}" for name in _OURS if getattr(options, name)]
    if useless or len(options.files) > 1:
        raise ConfigurationError(
            f"{', '.join(useless) or 'more than one file'}: a report of MobSF is read by the platform, one file at a "
            "time, and nothing of it is compared here"
        )
    [name] = options.files
    file = Upload.from_bytes(sys.stdin.buffer.read(), "report.json") if name == "-" else Upload.from_path(name)
    with client_of(options.company, "conviso-client-import") as conviso:
        asset = named_asset(conviso, options.asset, create=options.create_asset, way_out=CREATES)
        record = conviso.import_mobsf(file, asset_id=asset.id).control_sync_status
        if record is None:
            raise JobFailed(f"the platform began no import into asset {asset.id}, and does not say why")
        return follow(conviso, record, options) if options.wait else started(record, options)
