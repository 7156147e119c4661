"""What the profile benchmark makes before it asks."""
