"""The PhoneBlock API, and an app that speaks it."""
