"""The application over HTTP, as phones, admins and apps of others use it."""
