"""The generated pages of the documentation: what the client can do, read from what it is made of."""
