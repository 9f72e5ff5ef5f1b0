"""Lists as PhoneBlock has them: votes, ratings, and hashes of numbers."""
