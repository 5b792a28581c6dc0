"""Words that say something by themselves."""

from __future__ import annotations

#: Coarse words of Indonesian, Sundanese and Javanese talk that are abuse wherever they stand.
#: Words with a decent second sense (anjing, babi, monyet) are left to what was learnt.
COARSE = frozenset(
    "anjir anjrit anjrot bangsat bajingan bedebah bego begok belegug blegug bacot bgst"
    " brengsek cuk jancuk jancok dancok dancuk cok entod entot ngentot ngentod"
    " goblok goblog goblk gblk gblok guoblok kampret kimak kontol kntl kunyuk lonte memek mmk"
    " ndasmu ndasem peler pepek perek pukimak puki sontoloyo taek tolol tll sialan"
    " keparat laknat laknatullah asu asuu bodat cocot cocote cangkemmu matamu"
    " pantek kirik cungur congor bangke bngst bangsatt telek"
    " bjir bjirr anjg anj anjj anjer anjirr".split()
)
