"""What is measured by several of the programs: costs of requests, and times over several servers."""
