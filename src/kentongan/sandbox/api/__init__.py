"""The HTTP API of the network under ``/sandbox/api/``; described in ``sandbox/README.md``."""
