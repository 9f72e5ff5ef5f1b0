"""Numbers that phones report, and what admins see and decide of them."""
