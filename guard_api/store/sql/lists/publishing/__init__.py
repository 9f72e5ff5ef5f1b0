"""What is told of the lists to those who keep a copy: pages of changes, snapshots, and the PhoneBlock API."""
