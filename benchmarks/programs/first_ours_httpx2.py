import sys

import httpx2

from conviso_client import Conviso

with (
    httpx2.Client() as http_client,
    Conviso("benchmark-key", url=sys.argv[1], company_id=443, http_client=http_client) as conviso,
):
    page = conviso.issues()
print(page.collection[0].title)
