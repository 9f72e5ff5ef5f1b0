"""Numbers as the PhoneBlock API has them: votes, and hashes of numbers and ranges."""
