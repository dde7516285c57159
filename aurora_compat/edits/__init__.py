"""The vocabulary of reversible edits over JSON.

An edit is written once, for the way up; its `inverse` is the way down. None changes what it is given: it copies along
the touched path only and returns the very same object where there is nothing to do. Objects, lists and values that
have another type than the rule expects are kept and noted, as `changes` of every kind must.
"""

from aurora_compat.edits.base import Chain, Custom, Edit, Line, Step, chain, unchanged
from aurora_compat.edits.members import Nest, Rename, Unnest
from aurora_compat.edits.removal import QuickSupply, Remove, Restore, Supply
from aurora_compat.edits.scopes import At, Each, each_of
from aurora_compat.edits.values import MapValue, NewOption, Respell

__all__ = [
    "At",
    "Chain",
    "Custom",
    "Each",
    "Edit",
    "Line",
    "MapValue",
    "Nest",
    "NewOption",
    "QuickSupply",
    "Remove",
    "Rename",
    "Respell",
    "Restore",
    "Step",
    "Supply",
    "Unnest",
    "chain",
    "each_of",
    "unchanged",
]
