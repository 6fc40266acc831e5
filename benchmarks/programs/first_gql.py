import sys

from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

url, document = sys.argv[1:]
with Client(transport=HTTPXTransport(url=url, headers={"x-api-key": "benchmark-key"})) as session:
    request = gql(document)
    request.variable_values = {"companyId": "443", "pagination": {"page": 1, "perPage": 50}}
    answer = session.execute(request)
print(answer["issues"]["collection"][0]["title"])
