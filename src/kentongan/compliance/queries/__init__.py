"""Reads of the pages, by page."""
