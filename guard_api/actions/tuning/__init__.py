"""Why somebody was warned, whether that was right, and what another policy would have done."""
