"""What routes promise: schemas of what goes in and out."""
