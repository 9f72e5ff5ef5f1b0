"""What keeps everything: databases, files of timelines, shared memory, and what is fetched and read."""
