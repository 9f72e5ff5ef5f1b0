"""Work that one process at a time may do."""

from guard_api.ports import Services
from guard_api.ports.imports.jobs import Work


def test_a_turn_is_one_processs_and_free_again_as_soon_as_it_is_over(services: Services) -> None:
    for _ in range(200):
        with services.jobs.turn(Work.FETCHES, wait=False) as mine:
            assert mine
    with services.jobs.turn(Work.FETCHES, wait=False), services.jobs.turn(Work.FETCHES, wait=False) as also_mine:
        assert not also_mine
