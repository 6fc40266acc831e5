import json
import ssl
import sys

import httpx

url, document = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with httpx.Client(headers={"x-api-key": "benchmark-key"}, verify=context) as client:
    variables = {"companyId": "443", "pagination": {"page": 1, "perPage": 50}}
    answer = json.loads(client.post(url, json={"query": document, "variables": variables}).content)
print(answer["data"]["issues"]["collection"][0]["title"])
