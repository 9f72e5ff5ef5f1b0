"""What phone numbers and dialled codes really say: pure readers that never raise."""
