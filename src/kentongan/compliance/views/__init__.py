"""The pages of the rules, one module a subject."""
