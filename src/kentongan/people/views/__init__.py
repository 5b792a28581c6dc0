"""Pages about people. Split by subject; nothing outside this feature imports them."""
