"""What operators need around the server: units, proxies, a container, alerts. `guard-api deploy` prints it."""
