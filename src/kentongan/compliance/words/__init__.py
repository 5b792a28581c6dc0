"""What rules know of words, one module a subject; long vocabularies stand in ``../data/``."""
