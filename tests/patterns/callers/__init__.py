"""Who talks, and what people do at his words: stories of callers, seen and unseen."""
