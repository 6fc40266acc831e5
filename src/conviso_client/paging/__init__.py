"""Lists, page by page: what to ask for next, and asking for pages ahead."""
