"""Where calls go, and what keeps help from coming."""
