"""Upload an SBOM, and ask where a component is.

    python examples/sbom.py upload bom.json --asset org/payments-api
    python examples/sbom.py find log4j-core

`find` looks into all companies that the key sees. Exit status: 0 uploaded, or found; 1 not found; 2 error.
"""

from __future__ import annotations

import argparse
import sys

from conviso_client import Conviso, ConvisoError, Upload
from conviso_client.jobs import find_asset
from conviso_client.types import ImportSbomInput, SbomComponentSearchInput


def upload(conviso: Conviso, options: argparse.Namespace) -> int:
    asset = conviso.asset(find_asset(conviso, options.asset).id)
    sbom = ImportSbomInput(asset_id=asset.id, file=Upload.from_path(options.file))
    conviso.import_sbom(sbom, company_id=asset.company.id)
    print(f"{options.file}: uploaded for asset {asset.id} ({asset.name})")
    return 0


def find(conviso: Conviso, options: argparse.Namespace) -> int:
    search, count = SbomComponentSearchInput(name=options.name), 0
    for company in conviso.iter_companies():
        for component in conviso.iter_sbom_components(company_id=company.id, search=search):
            asset = component.asset.name if component.asset else "-"
            print(f"{component.name} {component.version}  {asset}  {company.label}")
            count += 1
    return 0 if count else 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="upload|find")
    uploading = commands.add_parser("upload", help="upload a CycloneDX file for an asset")
    uploading.add_argument("file", help="CycloneDX, as JSON or XML")
    uploading.add_argument("--asset", required=True, help="its id, its name, or the address of its repository")
    uploading.set_defaults(run=upload)
    finding = commands.add_parser("find", help="list the assets that have a component")
    finding.add_argument("name", help="a part of the component's name")
    finding.set_defaults(run=find)
    options = parser.parse_args(arguments)
    try:
        with Conviso(app_name="sbom") as conviso:
            return int(options.run(conviso, options))
    except (ConvisoError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
