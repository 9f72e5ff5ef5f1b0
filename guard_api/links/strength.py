"""How much a sign is believed, on a scale of 0 to 1: by how seldom it meets ordinary links."""

STRONG = 1.0
"""Met by fewer than 1 in 10,000 ordinary domains: a warning by itself."""
SHAPE = 0.56
"""Met by fewer than 1 in 2,000: a notice by itself."""
HINT = 0.3
"""Met by more: it counts beside other signs."""
COMPANY = 0.24
"""Met everywhere: it counts beside a stranger only, and then as a notice."""
FAINT = 0.1
"""Met by about 1 in 100: it counts only with what is done next, and is nothing by itself."""
QUIET = 0.0
REVISION = f"{STRONG}-{SHAPE}-{HINT}-{COMPANY}-{FAINT}"
"""Changes when a link might count for more or less."""
