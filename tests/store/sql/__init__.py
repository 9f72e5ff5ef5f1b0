"""The statements that both engines share: what they find, how quickly, and in which words."""
