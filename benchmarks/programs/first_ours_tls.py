import sys

import httpx

from conviso_client import Conviso
from conviso_client.http.environment import tls_context

tls_context(httpx)
with Conviso("benchmark-key", url=sys.argv[1], company_id=443) as conviso:
    page = conviso.issues()
print(page.collection[0].title)
