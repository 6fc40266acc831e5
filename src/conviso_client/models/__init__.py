"""What generated models are made of: tolerant results, strict inputs, open enums."""
