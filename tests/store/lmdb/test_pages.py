"""Whether a file of LMDB is sound: all that LMDB leaves is, and whatever else is there is said in one way."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import lmdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard_api.store.lmdb.pages import Damaged, check


def grown(path: Path, seed: int, steps: int) -> Iterator[None]:
    """Change a file at random, again and again."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with lmdb.open(str(path), subdir=False, map_size=1 << 30, sync=False) as environment:
        for _ in range(steps):
            with environment.begin(write=True) as transaction:
                for _ in range(chance.choice((1, 1, 2, 50))):
                    key = b"c%d" % chance.randrange(300)
                    if chance.random() < 0.6:
                        transaction.put(key, bytes(chance.choice((0, 10, 300, 2030, 2040, 4080, 5000, 100_000))))
                    else:
                        transaction.delete(key)
                if chance.random() < 0.1:
                    transaction.abort()
            yield


@pytest.mark.parametrize("seed", range(4))
def test_whatever_lmdb_leaves_is_sound(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "x.lmdb"
    for _ in grown(path, seed, 150):
        with path.open("rb") as file:
            check(file.fileno())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "x.lmdb"
    for _ in grown(path, 7, 60):
        pass
    return path.read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_else_is_there_is_damage_or_harmless(tmp_path: Path, sound: bytes, data: st.DataObject) -> None:
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4), "places")):
        page = data.draw(st.integers(0, len(sound) // 4096 - 1), "page")
        place = page * 4096 + data.draw(st.integers(0, 64) | st.integers(0, 4095), "place")
        put = data.draw(st.binary(min_size=1, max_size=16), "bytes")
        changed[place : place + len(put)] = put
    path = tmp_path / "y.lmdb"
    path.write_bytes(changed[: data.draw(st.integers(0, len(sound)) | st.just(len(sound)), "length")])
    descriptor = os.open(path, os.O_RDONLY)
    try:
        check(descriptor)
    except Damaged:
        return
    finally:
        os.close(descriptor)
    with lmdb.open(str(path), subdir=False, map_size=1 << 30, lock=False) as environment:
        with environment.begin() as transaction:
            entries = [*transaction.cursor()]
        assert len(entries) == environment.stat()["entries"]
