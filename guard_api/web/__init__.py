"""HTTP in, values out: routes, schemas, and answers put into words. It knows ports, never a store."""
