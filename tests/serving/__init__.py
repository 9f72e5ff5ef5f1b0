"""Real servers: they start, go on, replace their workers and stop, whatever clients and machines do."""
