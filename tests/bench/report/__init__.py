"""What was measured, shown: findings and their goals, tables and plots."""
