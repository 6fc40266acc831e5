"""Short programs as users write them, run from their start to their end."""
