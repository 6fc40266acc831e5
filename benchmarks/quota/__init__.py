"""How well the quota is used: real processes against a loopback server that enforces it exactly."""
