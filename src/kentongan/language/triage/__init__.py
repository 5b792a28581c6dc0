"""What a citizen's message is: its kind, its flags, its mood, its language, its places.

``read(text, places)`` reads one message, ``read_many`` several.
"""

from kentongan.language.triage.gazetteer import Gazetteer
from kentongan.language.triage.reader import read, read_many
from kentongan.language.triage.reading import Flag, Kind, Reading, Sentiment

__all__ = ["Flag", "Gazetteer", "Kind", "Reading", "Sentiment", "read", "read_many"]
