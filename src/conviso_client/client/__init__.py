"""What a user constructs: the synchronous and the asynchronous client, and what generated methods call."""
