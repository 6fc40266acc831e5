"""Make the client: read the schema and the operations, check them, generate the package.

The steps, each a module: `documents` reads the operations with their comments, `check` refuses what would not work,
`lower` rewrites them so that ariadne-codegen makes sound models of them, `plugin` shapes what it makes, `descriptors`
tells the run time what it must know of each operation, and `package` writes it all, or nothing.
"""
