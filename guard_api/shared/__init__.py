"""Memory that the workers of one server share: what is left of quotas, and what is counted. It dies with the server."""
