"""Schemas: what goes in, what comes out, and what the document says of it."""
