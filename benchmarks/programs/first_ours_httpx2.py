import sys

import httpx2

from conviso_client import Conviso

with Conviso("benchmark-key", url=sys.argv[1], company_id=443, http_client=httpx2.Client) as conviso:
    page = conviso.issues()
print(page.collection[0].title)
