"""guard_api: warns people, in real time, when the signs of screen-share and call-forwarding fraud coincide."""
