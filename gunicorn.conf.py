# SPDX-License-Identifier: EUPL-1.2
"""Settings of gunicorn that belong to the portal; the rest is the operator's."""

import os
import shutil
import tempfile
from typing import Any

# /metrics tells of all workers together: each keeps its figures in a file of this folder.
GEDEELD = "PROMETHEUS_MULTIPROC_DIR"
_eigen_map = None if GEDEELD in os.environ else tempfile.mkdtemp(prefix="mijnduo-cijfers-")
if _eigen_map is not None:
    os.environ[GEDEELD] = _eigen_map

from prometheus_client import multiprocess  # noqa: E402  # it looks for the folder when imported

# A wrong setting then ends the whole server with exit 2, instead of workers that keep starting.
preload_app = True


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that ended counts for what it did, and no longer as one that lives."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    if _eigen_map is not None:
        shutil.rmtree(_eigen_map, ignore_errors=True)
