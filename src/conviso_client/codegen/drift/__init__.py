"""See the schema move: what changed, how bad it is, and which operations feel it.

`read` loads two schemas, `compare` lists the changes, `usage` knows where the operations use what, `effects` puts the
two together, and `report` tells it to people and to machines. `survey` looks at all operations against one schema.
"""
