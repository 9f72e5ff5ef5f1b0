"""Which tables there are, and how older ones become these."""
