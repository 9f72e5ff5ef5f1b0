"""Phones in SQL: their keys and enrolment, what they report, and how they are forgotten."""
