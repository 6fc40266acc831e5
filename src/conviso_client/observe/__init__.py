"""What happened during a call: events, the log, traces."""
