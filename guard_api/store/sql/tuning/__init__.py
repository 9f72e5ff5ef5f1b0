"""How the guard is tuned: the policy, what people say of warnings, and what was tried."""
