"""The API described, and the guides, as pages of the server itself."""
