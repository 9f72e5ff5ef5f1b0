"""A client of a cluster: asks whichever node has a slot, follows its moves, and finds it again after a failover.

Nothing here waits for long: who cannot ask now is told so, and answers without.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha1
from random import random, shuffle
from threading import Lock
from typing import Any

from msgspec import Struct
from valkey.exceptions import NoScriptError, ResponseError

from guard_api.errors import StoreUnavailable
from guard_api.settings.valkey_url import ValkeyUrl
from guard_api.store.valkey.nodes import Address, Command, Exchange, Node
from guard_api.store.valkey.slots import SLOTS

_LOOK_SECONDS = 0.2
"""How often it is looked which node has which slots, at most, while something is wrong."""
_LOOKS = 2
"""Nodes that are asked for that, before others shall try."""
_REDIRECTIONS = 3
_ALONE = "cluster support disabled"
_FAILED_OVER = frozenset({"MOVED", "CLUSTERDOWN", "ReadOnlyError", "ClusterDownError"})


class Script:
    """A script that servers remember by its checksum: whoever does not is sent the whole of it."""

    def __init__(self, text: str) -> None:
        """Take its text."""
        self._text = text
        self._checksum = sha1(text.encode(), usedforsecurity=False).hexdigest()

    def call(
        self,
        cluster: "Cluster",
        slot: int,
        keys: Sequence[str],
        *arguments: str | bytes | int,
        confirmed: bool = False,
    ) -> Any:  # noqa: ANN401 - whatever it returns
        """Run it. Raises StoreUnavailable."""
        rest = (len(keys), *keys, *arguments)
        try:
            [reply] = cluster.ask(slot, ("EVALSHA", self._checksum, *rest), confirmed=confirmed)
        except NoScriptError:
            [reply] = cluster.ask(slot, ("EVAL", self._text, *rest), confirmed=confirmed)
        return reply


class Shard(Struct, frozen=True):
    """Who has some slots: a node that takes writes, and others that follow it."""

    primary: Node
    replicas: tuple[Node, ...] = ()


class Cluster:
    """All nodes of a cluster, or a single server that is none."""

    def __init__(
        self,
        url: ValkeyUrl,
        seconds: float,
        failed: Callable[[], None] = lambda: None,
        failed_over: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Look for it with the first command; `failed` is told of every failure.

        `failed_over` is told in the place of how many primaries others are.
        """
        self._failed_over = failed_over
        self._exchange = Exchange(url, seconds, failed)
        self._wait: Command = ("WAIT", 1, int(seconds * 500))
        self._seeds = [Node(address) for address in url.hosts]
        self._nodes: dict[Address, Node] = {}
        self._shards: Sequence[Shard | None] = ()
        self._looking = Lock()
        self._stale = True
        self._next_look = 0.0
        self._why = "no node of Valkey can be reached"

    def ask(self, slot: int, *commands: Command, confirmed: bool = False) -> list[Any]:
        """Give the replies of the node that has a slot, at once. Raises StoreUnavailable, and NoScriptError.

        `confirmed`: not before a replica has it, too, if there is one and it is quick.
        """
        shard = self._shard(slot)
        if confirmed and shard.replicas:
            return self._ask(shard.primary, [*commands, self._wait])[:-1]
        return self._ask(shard.primary, commands)

    def ask_anybody(self, slot: int, command: Command) -> Any:  # noqa: ANN401 - whatever it says
        """Give the reply of the node that has a slot, or else what a replica knows. Raises StoreUnavailable."""
        shard = self._shard(slot)
        try:
            return self._ask(shard.primary, [command])[0]
        except StoreUnavailable:
            for replica in shard.replicas:
                with suppress(StoreUnavailable):
                    return self._checked(self._exchange.send(replica, [("READONLY",), command]))[1]
            raise

    def primaries(self) -> Mapping[Node, Sequence[int]]:
        """Return the nodes that take writes, each with its slots. Raises StoreUnavailable."""
        found: dict[Node, list[int]] = {}
        for slot, shard in enumerate(self._known()):
            if shard is not None:
                found.setdefault(shard.primary, []).append(slot)
        return found

    def shards(self) -> Sequence[Shard]:
        """Return all shards. Raises StoreUnavailable."""
        return [*{shard.primary: shard for shard in self._known() if shard is not None}.values()]

    def ask_node(self, node: Node, *commands: Command) -> list[Any]:
        """Give the replies of a node, errors as they are. Raises StoreUnavailable."""
        try:
            return self._exchange.send(node, commands)
        except StoreUnavailable:
            self._stale = True
            raise

    def _ask(self, node: Node, commands: Sequence[Command]) -> list[Any]:
        for _ in range(_REDIRECTIONS):
            replies = self.ask_node(node, *commands)
            words = str(replies[0]).split() if isinstance(replies[0], ResponseError) else [""]
            if words[0] == "ASK":
                asking = [one for command in commands for one in (("ASKING",), command)]
                return self._checked(self.ask_node(self._at(words[2], node), *asking))[1::2]
            if words[0] != "MOVED":
                break
            self._stale, node = True, self._at(words[2], node)
        return self._checked(replies)

    def _checked(self, replies: list[Any]) -> list[Any]:
        for reply in replies:
            if isinstance(reply, NoScriptError):
                raise reply
            if isinstance(reply, ResponseError):
                code = code_of(reply)
                self._stale |= code in _FAILED_OVER
                raise StoreUnavailable(f"Valkey refuses: {code}")
        return replies

    def _shard(self, slot: int) -> Shard:
        shard = self._known()[slot]
        if shard is None:
            self._stale = True
            raise StoreUnavailable("no node of Valkey has this slot")
        return shard

    def _known(self) -> Sequence[Shard | None]:
        """Return which node has which slot, as far as is known; while that is stale, one looks again."""
        if self._stale and self._looking.acquire(blocking=not self._shards):
            try:
                if self._stale and time.monotonic() >= self._next_look:
                    self._look()
                    self._next_look = time.monotonic() + _LOOK_SECONDS * (1 + random() / 2)  # noqa: S311 - no secret
            finally:
                self._looking.release()
        if not self._shards:
            raise StoreUnavailable(self._why)
        return self._shards

    def _look(self) -> None:
        """Ask anybody who has which slots: those known, and if they do not say, those of the settings."""
        known = [node for node in self._nodes.values() if not node.rests()]
        shuffle(known)
        for node in [*known[:_LOOKS], *self._seeds]:
            try:
                [reply] = self._exchange.send(node, [("CLUSTER", "SLOTS")])
            except StoreUnavailable as error:
                self._why = str(error)
                continue
            if isinstance(reply, ResponseError):
                if _ALONE in str(reply):
                    self._shards, self._stale = [Shard(node)] * SLOTS, False
                    return
                self._why = f"Valkey refuses: {code_of(reply)}"
                continue
            if reply:
                found = self._read(reply, node)
                replaced = _replaced(self._shards, found)
                self._shards, self._stale = found, False
                if replaced:
                    self._failed_over(replaced)
                return

    def _read(self, reply: Sequence[Any], source: Node) -> Sequence[Shard | None]:
        shards: list[Shard | None] = [None] * SLOTS
        named: dict[Address, Node] = {}
        for first, last, *servers in reply:
            nodes = []
            for host, port, *_ in servers:
                address = (host.decode() if host else source.address[0], port)
                nodes.append(named.setdefault(address, self._nodes.get(address) or Node(address)))
            shards[first : last + 1] = [Shard(nodes[0], tuple(nodes[1:]))] * (last + 1 - first)
        self._nodes = named
        return shards

    def _at(self, place: str, source: Node) -> Node:
        host, _, port = place.rpartition(":")
        address = (host or source.address[0], int(port))
        return self._nodes.get(address) or Node(address)


def _replaced(before: Sequence[Shard | None], now: Sequence[Shard | None]) -> int:
    """Count the primaries that have none of their slots any more."""
    were, are = ({shard.primary.address for shard in shards if shard is not None} for shards in (before, now))
    return len(were - are)


def code_of(reply: ResponseError) -> str:
    """Return the code of an error: the rest of it may hold keys. The library leaves the commonest code out."""
    word = str(reply).partition(" ")[0]
    return word if word.isupper() else type(reply).__name__
