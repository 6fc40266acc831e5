import sys

from default_client import Client

with Client(url=sys.argv[1], headers={"x-api-key": "benchmark-key"}) as client:
    page = client.issues(company_id="443")
print(page.issues.collection[0].title)
