"""What `conviso-client sandbox` does: serve the API on this machine."""

from __future__ import annotations

import argparse
from typing import Any

from conviso_client.cli.signals import stop_event
from conviso_client.cli.terminal import write_json
from conviso_client.errors import ConfigurationError

from .defaults import COUNTS, DEFAULT_KEY
from .faults import Chance, Latency
from .invicti import InvictiSandbox, InvictiSettings
from .quota import QuotaRule
from .server import Sandbox
from .settings import Settings

__all__ = ["run"]

_COUNTS = {"companies": "Company", "assets": "Asset", "issues": "IssueInterface", "projects": "Project"}


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; returns 0. Raises ConfigurationError if it cannot start."""
    sandbox: Sandbox | InvictiSandbox
    if options.invicti:
        sandbox = InvictiSandbox(host=options.host, port=options.port, settings=invicti_settings_of(options))
    else:
        sandbox = Sandbox(host=options.host, port=options.port, settings=settings_of(options))
    with sandbox, stop_event() as stopped:
        if options.json:
            write_json({"version": 1, "url": sandbox.url, "apiKey": sandbox.api_key}, indent=None)
        else:
            print(f"Sandbox ready at {sandbox.url}\nAPI key: {sandbox.api_key}", flush=True)
        stopped.wait()
    return 0


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the options ask for. Raises ConfigurationError."""
    given: dict[str, Any] = vars(options)
    return Settings(
        keys=dict(_key(text) for text in options.api_key or [DEFAULT_KEY]),
        seed=options.seed,
        schema=options.schema,
        counts={entity: given[name] for name, entity in _COUNTS.items() if given[name] != COUNTS[name]},
        largest_page=options.max_page_size,
        server=options.server,
        introspection=not options.no_introspection,
        quota=QuotaRule.parse(options.quota, options.quota_kind, options.retry_after),
        latency=Latency.parse(options.latency),
        chances=tuple(Chance.parse(text) for text in options.fault),
        jobs=options.jobs,
        persist=options.persist,
    )


def invicti_settings_of(options: argparse.Namespace) -> InvictiSettings:
    """The settings of a sandbox of Invicti. Raises ConfigurationError for options that it has not."""
    given: dict[str, Any] = vars(options)
    keys = options.api_key or [DEFAULT_KEY]
    useless = [name for name in ("schema", "persist", "no_introspection") if given[name]]
    if useless or len(keys) > 1 or "=" in keys[0]:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in useless) or "such keys: it has one, for all"
        raise ConfigurationError(f"--invicti: the Invicti Platform knows no {names}")
    counts = {name: given[name] for name in ("assets", "issues") if given[name] != COUNTS[name]}
    return InvictiSettings(
        api_key=keys[0],
        seed=options.seed,
        assets=counts.get("assets", 3),
        vulnerabilities=counts.get("issues", 300),
        largest_page=options.max_page_size,
        quota=QuotaRule.parse(options.quota, options.quota_kind),
        latency=Latency.parse(options.latency),
        chances=tuple(Chance.parse(text) for text in options.fault),
    )


def _key(text: str) -> tuple[str, frozenset[int] | None]:
    key, separator, companies = text.partition("=")
    if not key:
        raise ConfigurationError("--api-key takes KEY or KEY=COMPANY,COMPANY")
    try:
        return key, frozenset(int(company) for company in companies.split(",")) if separator else None
    except ValueError:
        raise ConfigurationError(f"--api-key: not a list of company ids: {companies!r} (such as 443,444)") from None
