"""``python -m kentongan``: the command line."""

from kentongan.config.cli import main

raise SystemExit(main())
