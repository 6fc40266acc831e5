"""What the client costs beside its peers: `make bench`. See README.md."""
