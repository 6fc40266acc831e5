"""List the riskiest assets of a company, against a sandbox on this machine."""

from __future__ import annotations

from conviso_client.sandbox import Sandbox
from conviso_client.types import AssetsSearch, AssetSummary
from my_app.conviso import Conviso


def main() -> None:
    with (
        Sandbox() as sandbox,
        Conviso(sandbox.api_key, url=sandbox.url, company_id=443) as conviso,
    ):
        assets = list(conviso.iter_risky_assets(search=AssetsSearch(), limit=3))
        for asset in assets:
            severities = {str(one.value): one.count for one in asset.pending_vulnerabilities_stats}
            print(asset.name, asset.business_impact, severities)
        card: AssetSummary = conviso.asset_card(assets[0].id)
        print("the same asset:", card.name, "and by the client's own method:", conviso.asset(card.id).name)


if __name__ == "__main__":
    main()
