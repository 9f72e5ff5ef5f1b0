"""What guard_api is measured beside: the ceiling, a peer, CrowdSec, and other server programs."""
