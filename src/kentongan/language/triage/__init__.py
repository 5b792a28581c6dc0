"""What a citizen's message is: its kind, its flags, its mood, its language, its places."""
