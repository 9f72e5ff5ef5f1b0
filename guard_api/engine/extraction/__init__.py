"""Observations become signals: calls put together, states opened and closed, forwarding followed."""
