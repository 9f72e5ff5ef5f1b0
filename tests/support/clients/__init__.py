"""Who uses the service: phones, admins, apps of others, and readers of its document."""
