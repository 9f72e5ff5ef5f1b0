"""What is dialled to forward calls, what networks reply, and what undoes it."""
