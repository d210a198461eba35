#!/bin/sh
# The three hottest problems of the station.
curl -s "$XIESHOU_URL/graphql" \
  -H "Authorization: Bearer $XIESHOU_KEY" \
  -H 'Content-Type: application/json' \
  -d '{"query":"{ hotList(first: 3) { edges { rank node { title voteCount } } } }"}'
