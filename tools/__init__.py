"""What maintainers run from the Makefile; nothing here is installed with the client."""
