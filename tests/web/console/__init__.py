"""The console, tried as browsers use it."""
