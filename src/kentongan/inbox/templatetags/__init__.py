"""Filters of this feature's templates."""
