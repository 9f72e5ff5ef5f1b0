"""How entries are found and counted without a look at each."""

from sqlite_utils import Database as Tables

from guard_api.lists.endings import ending_key


def found_and_counted(tables: Tables) -> None:
    """Let numbers be found by their last digits, and entries be counted without a look at each."""
    # One row for each number that stands or stood on a list, as in `hashed`: its last digits, read backwards.
    tables.execute(
        """CREATE TABLE ending (key INTEGER NOT NULL, number TEXT NOT NULL,
             PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID"""
    )
    tables.execute(
        """CREATE TABLE tally (list INTEGER NOT NULL, match INTEGER NOT NULL, category INTEGER NOT NULL,
             count INTEGER NOT NULL, PRIMARY KEY (list, match, category)) STRICT, WITHOUT ROWID"""
    )
    tables.register_function(ending_key, deterministic=True)
    tables.execute(
        """INSERT INTO ending (key, number)
           SELECT DISTINCT ending_key(number), number FROM listed WHERE match = 0 ORDER BY 1, 2"""
    )
    drafts = "(SELECT id FROM change WHERE revision IS NULL)"
    tables.execute(
        f"""INSERT INTO tally (list, match, category, count) SELECT list, match, category, count(*) FROM listed
            WHERE began NOT IN {drafts} AND (ended IS NULL OR ended IN {drafts}) GROUP BY list, match, category"""  # noqa: S608 - constants only
    )


def sources(tables: Tables) -> None:
    """Let entries be found by their source, and be counted by it without a look at each."""
    # Which changes brought something of a source; '' where one brought of too many. An index of `listed` would be a
    # quarter of all entries, on every node.
    tables.execute(
        """CREATE TABLE source_change (source TEXT NOT NULL, change INTEGER NOT NULL,
             PRIMARY KEY (source, change)) STRICT, WITHOUT ROWID"""
    )
    tables.execute("INSERT INTO source_change (source, change) SELECT DISTINCT source, began FROM listed")
    tables.execute("DELETE FROM source_change WHERE source = ''")
    tables.execute(
        """INSERT INTO source_change (source, change)
           SELECT '', change FROM source_change GROUP BY change HAVING count(*) > 1000"""
    )
    tables.execute(
        """DELETE FROM source_change WHERE source <> ''
             AND change IN (SELECT change FROM source_change WHERE source = '')"""
    )
    # Of each list, so many sources are counted: a file may name another one in each of a million rows.
    tables.execute(
        """CREATE TABLE source_tally (list INTEGER NOT NULL, source TEXT NOT NULL,
             match INTEGER NOT NULL, category INTEGER NOT NULL, count INTEGER NOT NULL,
             PRIMARY KEY (list, source, match, category)) STRICT, WITHOUT ROWID"""
    )
    drafts = "(SELECT id FROM change WHERE revision IS NULL)"
    tables.execute(
        f"""INSERT INTO source_tally (list, source, match, category, count)
            SELECT list, source, match, category, count(*) FROM listed
            WHERE began NOT IN {drafts} AND (ended IS NULL OR ended IN {drafts})
            GROUP BY list, source, match, category"""  # noqa: S608 - constants only
    )
    tables.execute(
        """DELETE FROM source_tally WHERE (list, source) NOT IN
             (SELECT list, source FROM
                (SELECT list, source, row_number() OVER (PARTITION BY list ORDER BY sum(count) DESC, source) AS place
                 FROM source_tally GROUP BY list, source) AS placed
              WHERE place <= 1000)"""
    )
