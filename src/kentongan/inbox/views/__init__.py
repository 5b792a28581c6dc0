"""The pages of the inbox, for officers and for citizens."""
