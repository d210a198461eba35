"""Every issue on the hot list, page by page, with nothing but Python's standard library."""
import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ["XIESHOU_URL"] + "/graphql"
KEY = os.environ["XIESHOU_KEY"]

QUERY = """
query ($after: String) {
  hotList(first: 50, after: $after) {
    edges { rank node { title voteCount grid { name } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def ask(query, variables):
    """One operation. Waits as long as the server asks for when the bucket is empty."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", "Accept-Language": "en"}
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(URL, body, headers), timeout=20) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            if error.code in (429, 503):
                time.sleep(int(error.headers.get("Retry-After", "1")))
                continue
            answer = json.load(error)
        if answer.get("errors"):
            first = answer["errors"][0]
            raise SystemExit(f"{first['extensions']['code']}: {first['message']} ({first['extensions']['requestId']})")
        return answer["data"]


after = None
while True:
    page = ask(QUERY, {"after": after})["hotList"]
    for edge in page["edges"]:
        node = edge["node"]
        print(f"{edge['rank']:>3}  {node['voteCount']:>4}  {node['title']}  {node['grid']['name'] if node['grid'] else ''}")
    if not page["pageInfo"]["hasNextPage"]:
        break
    after = page["pageInfo"]["endCursor"]
