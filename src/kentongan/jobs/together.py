"""Doing for many at once what each asked for alone (group commit).

Threads that come while the work is being done queue up; whoever is next does it for all of them,
with the statements of one. Who comes alone is served alone and at once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

log = logging.getLogger("kentongan.jobs")


def all_or_each(
    work: Callable[[Sequence[Item]], Sequence[Result | None]], items: Sequence[Item]
) -> Sequence[Result | None]:
    """``work`` for all; where it fails for several, for each alone.

    So one bad item spoils none of the others: what fails alone is logged and gives None. Where
    only one was asked for, its error is raised.
    """
    try:
        return work(items) if items else ()
    except Exception:
        if len(items) == 1:
            raise
    return [_alone(work, item) for item in items]


def _alone(work: Callable[[Sequence[Item]], Sequence[Result | None]], item: Item) -> Result | None:
    try:
        return work([item])[0]
    except Exception:  # said here; its lease runs out and it comes back
        log.exception("%s failed", item)
        return None


class Together(Generic[Item, Result]):
    """A function of one item, carried out by a function of many.

    ``work`` gives one result for each item, in their order. Where it fails for several, each is
    tried alone, so that one bad item spoils none of the others; what fails alone is raised to
    whoever asked for it. Must not be called with a transaction open: the others would wait for it.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        *,
        most: int = 64,
    ) -> None:
        """``most``: items at a time."""
        self._work = work
        self._most = most
        self._queue: list[tuple[Item, Future[Result]]] = []
        self._short = threading.Lock()
        # Re-entrant: work that leads to the same work again in the same thread must not stall.
        self._turn = threading.RLock()

    def __call__(self, item: Item) -> Result:
        """The result for ``item``."""
        mine: Future[Result] = Future()
        with self._short:
            self._queue.append((item, mine))
        with self._turn:
            while not mine.done():
                with self._short:
                    batch, self._queue = self._queue[: self._most], self._queue[self._most :]
                self._serve(batch)
        return mine.result()

    def _serve(self, batch: list[tuple[Item, Future[Result]]]) -> None:
        try:
            results = self._work([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - passed on to whoever asked
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for one in batch:
                self._serve([one])
        except BaseException as error:  # the thread is being torn down: nobody may wait for ever
            for _item, waiting in batch:
                waiting.set_exception(error)
            raise
        else:
            for (_item, waiting), result in zip(batch, results, strict=True):
                waiting.set_result(result)
