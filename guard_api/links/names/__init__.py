"""What a host's name gives away: whom it imitates, which words it is made of, and how it ends."""
