"""A whole service for each file of tests that asks for one."""

from collections.abc import Iterator

import pytest

from tests.support.engines.sites import Site, site


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three nodes, with limits of what phones seldom do."""
    limits = {"GUARD_CHECKS_PER_MINUTE": "120", "GUARD_REPORTS_PER_DAY": "50", "GUARD_ENROLMENTS_PER_HOUR": "20"}
    with site(tmp_path_factory.mktemp("site"), settings=limits) as running:
        yield running
