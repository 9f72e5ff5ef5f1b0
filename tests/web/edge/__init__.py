"""Where requests come in: whatever is sent, in whatever form, whoever asks and how often."""
