"""What the person is brought to open, to send and to install."""
