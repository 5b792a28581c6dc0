"""Template tags of the product; loaded as builtins, no ``{% load %}`` needed."""
