"""Screens of the policy: why somebody was warned, how patterns count, and what another policy would do."""
