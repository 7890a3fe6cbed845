"""Private links: a token that only its holder knows, for one purpose, until it runs out, with a code where data shows."""
