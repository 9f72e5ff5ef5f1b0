"""What phones report, and what admins make of it."""
