# SPDX-License-Identifier: EUPL-1.2
"""The schema of a message is there before the first request asks for it."""

import subprocess
import sys

from tests.harnas.server import WORTEL

GELEZEN = """
from portal import eherkenning
from portal.eherkenning.veiligxml import SCHEMA, schema
assert schema.cache_info().misses == 1
schema(SCHEMA)
assert schema.cache_info().hits == 1
"""


def test_het_schema_is_gelezen_voordat_twee_antwoorden_er_tegelijk_om_vragen() -> None:
    subprocess.run([sys.executable, "-c", GELEZEN], cwd=WORTEL, check=True)
