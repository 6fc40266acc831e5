import sys

from sgqlc.endpoint.http import HTTPEndpoint

url, document = sys.argv[1:]
variables = {"companyId": "443", "pagination": {"page": 1, "perPage": 50}}
answer = HTTPEndpoint(url, {"x-api-key": "benchmark-key"})(document, variables)
print(answer["data"]["issues"]["collection"][0]["title"])
