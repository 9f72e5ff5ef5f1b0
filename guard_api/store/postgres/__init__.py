"""PostgreSQL: the record of many nodes, in the shape that the shared SQL asks for."""
