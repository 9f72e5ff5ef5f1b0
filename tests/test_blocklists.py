"""The shipped lists keep the contract of their own README, and its worked example loads."""

import csv
import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from guard_api.actions.imports.import_lists import import_now
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.links.hosts import Host
from guard_api.lists.change import Author
from guard_api.lists.domains import DomainReader
from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Rejected, Subject
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import read_rows
from guard_api.lists.numbers import NumberReader
from guard_api.numbers.directory import CallsOut, Directory, Role
from guard_api.ports import Reference, Services
from guard_api.ports.imports.imports import ImportOrder
from tests.support.clock import NOON

FOLDER = Path(__file__).parents[1] / "blocklists"
README = (FOLDER / "README.md").read_text("utf-8")
FILES = [
    "organizations.csv",
    "official_numbers.csv",
    "official_domains.csv",
    "held_domains.csv",
    "app_packages.csv",
    "numbers/FR.csv",
    "fraud_domains.csv",
]
EXAMPLES = dict(zip(FILES, re.findall(r"```csv\n(.*?)```", README, re.DOTALL), strict=True))


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text("utf-8").splitlines()))


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_plain_utf8_and_every_row_has_its_provenance(name: str) -> None:
    raw = (FOLDER / name).read_bytes()

    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert all(row["source"] and date.fromisoformat(row["checked"]) for row in rows(name))


def test_what_is_held_is_a_host_once_and_not_official() -> None:
    hosts = [row["host"] for row in rows("held_domains.csv")]

    assert hosts == sorted(set(hosts))
    assert not {row["domain"] for row in rows("official_domains.csv")}.intersection(hosts)
    assert {row["organization"] for row in rows("held_domains.csv")} <= {row["id"] for row in rows("organizations.csv")}


@pytest.mark.parametrize("name", FILES)
def test_every_column_is_explained_and_the_example_is_a_row_of_the_file(name: str) -> None:
    header, example = EXAMPLES[name].strip().split("\n")
    section = README.split(f"\n`{name}`\n", 1)[1].split("\n`", 1)[0] + README.split("## Columns", 1)[1][:400]

    lines = (FOLDER / name).read_text("utf-8").splitlines()
    assert header == lines[0]
    assert example in lines
    assert {f"`{column}`" for column in header.split(",")} <= set(re.findall(r"`\w+`", section))


def test_the_worked_example_loads(services: Services, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "lists")
    for name, example in EXAMPLES.items():
        if name != "organizations.csv":
            (folder / name).write_text(example, "utf-8")

    loaded = services.reference.load(services.clock(), folder)
    assert [loaded[table] for table in ("official_number", "official_domain", "app_package")] == [1, 1, 1]
    for target, name in ((ListName.BLOCK, "numbers/FR.csv"), (ListName.BLOCK_DOMAINS, "fraud_domains.csv")):
        order = ImportOrder(target, Author("test", services.clock()), "FR")
        done = import_now(services, order, [(folder / name).read_bytes()], lambda _: None)
        assert (done.tally.added, done.tally.rejected) == (1, 0)
    assert services.blocklist.find(["+33162345678"], services.clock())
    assert services.blocklist.find_hosts([Host("www.2406578.top", "2406578.top")], services.clock())


@pytest.mark.parametrize(("region", "listed"), [("FR", 22), ("CN", 0)])
def test_a_list_of_numbers_applies_where_it_is_made_for_and_nowhere_else(
    region: str, listed: int, tmp_path: Path
) -> None:
    services = open_services(Config(database=tmp_path / "guard.db", region=region))

    entries = list(services.catalogue.export(ListName.BLOCK))
    assert len(entries) == listed
    assert all(entry.source == "ARCEP decision 2022-1583" and entry.match is Match.PREFIX for entry in entries)


def test_domains_of_fraud_are_blocked_from_the_start_and_what_an_admin_takes_off_stays_off(tmp_path: Path) -> None:
    config = Config(database=tmp_path / "guard.db")
    services = open_services(config)
    [entry] = services.catalogue.export(ListName.BLOCK_DOMAINS)
    assert (entry.number, entry.category, entry.source) == ("2406578.top", "fraud", "anti-fraud centre warning")

    key = EntryKey(ListName.BLOCK_DOMAINS, Match.DOMAIN, "2406578.top")
    services.lists.remove(key, Author("test", services.clock()))
    assert list(open_services(config).catalogue.export(ListName.BLOCK_DOMAINS)) == []


def test_every_domain_of_fraud_is_canonical(reference: Reference) -> None:
    reader = DomainReader(reference.domains, reference.directory, ListName.BLOCK_DOMAINS)
    file = (FOLDER / "fraud_domains.csv").read_bytes()
    for row in read_rows([file], Format.CSV, NOON, Subject.DOMAIN):
        assert row.entry is not None, row
        assert reader.read(row.entry) is row.entry


@pytest.mark.parametrize("form", [Format.PLAIN, Format.HOSTS])
def test_the_examples_of_other_forms_are_read_as_the_readme_states(form: Format, reference: Reference) -> None:
    example = re.search(rf"```{form}\n(.*?)```", README, re.DOTALL)
    assert example is not None
    reader = DomainReader(reference.domains, reference.directory, ListName.BLOCK_DOMAINS)
    rows = read_rows([example[1].encode()], form, NOON, Subject.DOMAIN)
    found = [reader.read(row.entry) for row in rows if row.entry]
    assert [one.number for one in found if isinstance(one, Entry)] == ["2406578.top", "xn--fiq4mo5szwwpi6a04p.top"]
    assert [one.conflict for one in found if isinstance(one, Rejected)] == ["jd.com"]


@pytest.mark.parametrize("file", sorted((FOLDER / "numbers").iterdir()), ids=lambda file: str(file.name))
def test_every_row_of_a_list_of_numbers_is_canonical(file: Path, directory: Directory) -> None:
    reader = NumberReader("CN", directory)
    for row in read_rows([file.read_bytes()], Format.CSV, NOON):
        assert row.entry is not None, row
        assert reader.read(row.entry) is row.entry


def test_organizations_have_one_id_and_no_name_belongs_to_two() -> None:
    owners: dict[str, str] = {}
    for row in rows("organizations.csv"):
        assert re.fullmatch(r"[a-z0-9_]+", row["id"])
        for name in {row["name_en"], row["name_zh"], *row["aliases"].split("|")} - {""}:
            folded = "".join(unicodedata.normalize("NFKC", name).casefold().split())
            assert owners.setdefault(folded, row["id"]) == row["id"]


def test_numbers_are_digits_of_known_organizations() -> None:
    known = {row["id"] for row in rows("organizations.csv")}
    for row in rows("official_numbers.csv"):
        assert row["number"].isdigit()
        assert row["organization"] in known
        assert row["calls_out"] in set(CallsOut)
        assert row["role"] in set(Role)


def test_there_is_one_line_to_report_fraud_to_in_each_region_that_has_one(directory: Directory) -> None:
    reports = [number.region for number in directory.numbers if number.role is Role.REPORT]

    assert len(reports) == len(set(reports))
    assert directory.with_role(Role.REPORT, "CN") is not None


def test_package_names_are_unique() -> None:
    packages = [row["package"] for row in rows("app_packages.csv")]

    assert len(packages) == len(set(packages))
