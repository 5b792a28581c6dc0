"""One module per command of the command line; listed in ``config/cli.py``."""
