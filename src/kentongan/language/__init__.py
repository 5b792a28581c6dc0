"""Indonesian text as data: normalising, tokens, lengths, readability. Free of Django."""
