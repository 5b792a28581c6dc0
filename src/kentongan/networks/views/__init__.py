"""The pages of the register: thin, the work is done in access, queries and actions."""
