"""Texts of the rules in the reader's language, without needing Django: ``kernel/say.py``.

The command line needs no translation and leaves the texts as they are.
"""

from kentongan.kernel.say import gettext as gettext, gettext_noop as gettext_noop
