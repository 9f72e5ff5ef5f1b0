"""GuardBench: labelled timelines of frauds and of harmless days, and what a guard makes of them."""
