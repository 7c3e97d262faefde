"""What happens to what a verb is done to: there is more of it, or it fares better (+1), or there is less, or it fares worse (-1).

After the idea of Choi and Wiebe, "+/-EffectWordNet" (2014): two verbs that a thesaurus does not know as opposites still deny each
other where the one furthers and the other harms ("activates", "blocks"), while verbs that further alike may stand for one another.
"""

from __future__ import annotations

from functools import lru_cache

from .lexicon import root

_FURTHERS = """accept accumulate acquire activate add adopt advance agree aid allow amplify approve assist attach attract award back become begin
benefit boost bring build buy carry cause charge collect confirm construct contribute create cure defend deliver deposit develop discover
earn ease embrace emit encourage enhance enjoy enlarge enrich ensure enter establish excite expand explain extend favour favor feed fertilise
fertilize fill finance find follow form foster free fund furnish gain gather generate get give grow guarantee guard have heal help hire
illuminate illustrate improve include increase initiate inspire introduce invest invite join keep learn lend lengthen liberate light like
love maintain make memorise memorize mend nourish obey offer open pay permit persuade please praise prefer preserve produce promote prompt
protect prove provide raise reassure receive recognise recognize recommend recover recruit reinforce release rely remember renew repair
repay rescue respect restore retain reveal reward rise save secure serve sharpen show start stimulate store strengthen supply support
survive sustain teach trigger trust unite use value welcome widen win"""
_HARMS = """abandon abolish accuse ambush anger annoy attack avoid ban block blur break burden bury cancel catch collapse condemn conceal
confuse consume contradict corrode cripple cut damage damp dampen deaden decline decrease default defeat delay delete deny deplete deprive
despise destroy deter deteriorate devour die diminish disappoint discard discharge discourage dislike dismiss disobey dispute disrupt dissolve
distort distrust disturb divert drain drop drown dry eliminate empty end endanger erase erode escape evade evict exclude exhaust expel
exploit extinguish fade fail fall fear fire flee forbid forget forgo freeze harm hate hide hinder hurt ignore impair impede impoverish
inhibit injure insult interrupt invade jeopardise jeopardize kill lack lag lessen limit lose lower miss mistrust neglect omit oppose outlaw
overcome overlook overthrow oust penalise penalize pollute postpone prevent prohibit punish quit ravage reduce refuse refute reject remove
repel resist restrict retract rob ruin sabotage scatter scrap shrink shun silence slow smother spoil squander stall starve steal stifle stop
strip suffer suppress surrender suspend terminate threaten undermine undo violate vanish waste weaken withdraw withhold worsen wreck"""


def contrary(a: str, b: str) -> bool:
    """Whether of two stems one furthers what the other harms."""
    return _effect(a) * _effect(b) < 0


def _effect(stem: str) -> int:
    return _effects().get(stem, 0)


@lru_cache(maxsize=1)
def _effects() -> dict[str, int]:
    return {
        **{root(w): 1 for w in _FURTHERS.split()},
        **{root(w): -1 for w in _HARMS.split()},
    }
