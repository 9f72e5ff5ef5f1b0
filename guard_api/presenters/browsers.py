"""What browsers call themselves, for people."""

_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS"}
_SYSTEMS |= {"Linux": "Linux"}
_LONGEST = 60


def browser_name(agent: str) -> str:
    """Say which browser and system a User-Agent means; one that is none of the usual, as it is."""
    named = [next((name for mark, name in known.items() if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in named if name) or agent[:_LONGEST]
