import sys

from conviso_client import Conviso

with Conviso("benchmark-key", url=sys.argv[1], company_id=443) as conviso:
    page = conviso.issues()
print(page.collection[0].title)
