"""The PhoneBlock API, for apps that exist."""
