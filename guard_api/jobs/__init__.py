"""What is done later, or again and again, without anybody waiting for it."""
