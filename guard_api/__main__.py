"""`python -m guard_api` is `guard-api`."""

from guard_api.cli import main

main()
