"""Nodes that share a record on PostgreSQL: what is promised of them, and where it is shown.

| promise | shown in |
|---|---|
| a server with files of its own needs no driver and costs what it cost | `test_embedded`, `tests/bench/speed.py` |
| one contract for all engines, and the law of the lists over three nodes | `tests/contracts`, `test_laws_over_nodes` |
| the next check on any node knows what was listed on one, while a list is imported, too | `test_everywhere` |
| a key that is revoked on one opens nothing on another, with the record away, too | `test_everywhere`, `test_copy` |
| a phone that has enrolled on one node is answered by all at once | `test_everywhere` |
| one phone through three nodes is one timeline, and one request is one check | `test_everywhere`, `tests/cluster` |
| a primary of Valkey dies or hangs, or all of Valkey does | `test_kills`, `tests/cluster/test_servers` |
| the primary of PostgreSQL dies, and a standby takes its place | `test_kills`, `test_failures` |
| PostgreSQL hangs for a while, or for good | `test_kills`, `test_hanging` |
| an import is nowhere before it is everywhere, and nowhere where its node dies | `test_large_imports` |
| many admins on all nodes leave no revision out, and all phones have the same lists | `test_many_admins` |
| a cold node is not ready before it has the lists, and may be killed meanwhile | `test_large_imports` |
| limits hold over all nodes | `test_shared_limits`, `tests/cluster` |
| two versions on one Valkey keep what the other tells | `tests/cluster/test_valkey_timelines` |
| a database moves, and no phone begins anew | `test_moving` |
| without Valkey nothing is written elsewhere; Redis does as well | `test_kills`, `tests/contracts/phones` |
| no number, text or secret is in any log | `test_everywhere`, `test_failures`, `tests/cluster/test_servers` |
| what is wrong with a record, a copy or clocks is named | `test_troubles`, `test_embedded`, `test_doctor` |
"""
