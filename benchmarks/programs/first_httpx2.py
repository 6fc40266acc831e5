import json
import sys

import httpx2

url, document = sys.argv[1:]
with httpx2.Client(headers={"x-api-key": "benchmark-key"}) as client:
    variables = {"companyId": "443", "pagination": {"page": 1, "perPage": 50}}
    answer = json.loads(client.post(url, json={"query": document, "variables": variables}).content)
print(answer["data"]["issues"]["collection"][0]["title"])
