"""What is worked out when it is first asked for, and kept.

``kept``, for an attribute: as ``functools.cached_property``, which up to Python 3.11 takes a lock
each time. A draft is checked by one thread, and has some twenty of these.

``Memo``, for what a function tells of a thing: as ``functools.lru_cache``, which at every look
writes into a list that winds through memory. A draft has some eighty looks at words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Key = TypeVar("Key")
Value = TypeVar("Value")


class kept(Generic[Value]):  # noqa: N801 - as a decorator it reads like ``property``
    """The decorator."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type[object]) -> kept[Value]: ...
    @overload
    def __get__(self, owner: object, kind: type[object]) -> Value: ...
    def __get__(self, owner: object | None, kind: type[object]) -> kept[Value] | Value:
        if owner is None:
            return self
        # Python asks the object itself first, so that this is called once.
        value = owner.__dict__[self._name] = self._work_out(owner)
        return value


class Memo(dict[Key, Value]):
    """What ``work_out`` tells of each thing, as ``memo[thing]``; at ``most`` so many are kept."""

    def __init__(self, work_out: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: Key) -> Value:
        value = self._work_out(key)
        if len(self) >= self._most:
            # All at once: what is common is soon here again.
            self.clear()
        self[key] = value
        return value
