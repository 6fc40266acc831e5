#!/bin/sh
# Expected: two GraphQL documents that differ inside a string are two: white space and commas mean nothing only outside of strings
#           (specification, section 2.1).
# Version:  graphql-tag 2.12.7 with graphql 16.
# Seen:     documents are cached by their text with every run of white space and commas made one space, strings too. The second
#           document is the syntax tree of the first, so the request carries the other search text, without a word.
# Output:   same document true, second prints: search(text: "a, b")
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund graphql-tag@2.12.7 graphql@16.11.0 >/dev/null
seen=$(node - <<'CHECK'
const { gql } = require("graphql-tag");
const { print } = require("graphql");
const first = gql('{ search(text: "a, b") { id } }');
const second = gql('{ search(text: "a b") { id } }');
console.log(`same document ${first === second}, second prints: ${print(second).match(/search\(.*\)/)[0]}`);
CHECK
)
echo "$seen"
test "$seen" = 'same document true, second prints: search(text: "a, b")'
