"""What phones and people are told of checks, numbers and claims."""
