"""One suite a port: what everything owes that stands behind it, tried over each record of `records`."""
