"""Values become JSON and words, the same for every face of the product."""
