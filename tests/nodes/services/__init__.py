"""Whole services of a dozen servers: what they promise while servers are killed, frozen and busy."""
