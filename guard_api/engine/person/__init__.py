"""What the person is asked, and what their answers change."""
