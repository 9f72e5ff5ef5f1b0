"""Who gets into the console, how, and who does not."""
