"""Why somebody was warned, what another policy would have done, and how patterns count."""
