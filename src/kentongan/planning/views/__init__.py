"""Pages of planning. Views parse, fetch through ``access``, call one action, and render."""
