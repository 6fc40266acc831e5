# Written by `make generate` from schema.graphql and queries/. Do not edit.
