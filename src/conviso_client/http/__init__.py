"""How requests reach the server: the HTTP library, the bound of an attempt, the key and what keeps it out of sight."""
