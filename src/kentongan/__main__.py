"""``python -m kentongan``: the command line."""

try:
    from kentongan.config.cli import main

    raise SystemExit(main())
except KeyboardInterrupt:  # while it is still loading
    raise SystemExit(130) from None
