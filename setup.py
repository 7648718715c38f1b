# SPDX-License-Identifier: EUPL-1.2
"""The distribution. What it runs on is pinned with hashes in requirements/main.txt."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

REGELS = (Path(__file__).parent / "requirements" / "main.in").read_text("utf-8").splitlines()

setup(
    name="mijnduo",
    version="0.1.0",
    description="Mijn DUO met eHerkenning: portal for schools, boards and municipalities",
    license="EUPL-1.2",
    python_requires=">=3.11",
    packages=find_namespace_packages(include=["portal*", "admin*", "wizard*"]),
    package_data={
        "portal": [
            "static/**/*",
            "documenten/*",
            "demo/gegevens/**/*",
            "post/brieven/**/*",
            "post/formulier/**/*",
            "zaai/gegevens/*",
        ],
    },
    install_requires=[regel for regel in REGELS if regel and not regel.startswith("#")],
)
