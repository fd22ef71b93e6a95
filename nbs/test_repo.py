"What a commit must keep: library, notebooks, README, links and pins agree (the layers are checked in 90_layers.ipynb)"

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
INI = configparser.ConfigParser(delimiters=["="])
INI.read(ROOT / "settings.ini", encoding="utf-8")
CFG = INI["DEFAULT"]
NOTEBOOKS = sorted(p for p in (ROOT / "nbs").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
NAMES = [p.relative_to(ROOT / "nbs").as_posix() for p in NOTEBOOKS]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)


def contents(folder, pattern):
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob(pattern)}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    "A copy of the notebooks, cleaned and exported anew"
    d = tmp_path_factory.mktemp("repo")
    for f in ("settings.ini", "README.md"):
        shutil.copy(ROOT / f, d)
    for p, name in zip(NOTEBOOKS, NAMES, strict=True):
        (d / "nbs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(p, d / "nbs" / name)
    env = {k: v for k, v in os.environ.items() if k != "IN_TEST"} | {"PYTHONPATH": str(d)}
    code = "from nbdev import clean, nbdev_export; clean.nbdev_clean(); nbdev_export()"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=d, env=env, check=True)
    return d


def test_library_is_exported(fresh):
    want, have = contents(fresh / "byola", "*.py"), contents(ROOT / "byola", "*.py")
    assert sorted(have) == sorted(want), "a module without a notebook, or not exported: make export"
    assert not [f for f in want if want[f] != have[f]], "edited by hand or out of date: make export"


def test_notebooks_are_clean(fresh):
    want = contents(fresh / "nbs", "*.ipynb")
    dirty = [n for p, n in zip(NOTEBOOKS, NAMES, strict=True) if p.read_text(encoding="utf-8") != want[n]]
    assert not dirty, "make export"


def test_readme_is_current():
    from byola.dev.docs import readme_files

    old = [
        f for f, data in readme_files().items() if not (ROOT / f).exists() or (ROOT / f).read_bytes() != data
    ]
    assert not old, "make export"


@each_notebook
def test_outputs_are_stored(path):
    from byola.dev.notebooks import unrun

    assert not unrun(path), f"python -m byola.dev.notebooks run {path.relative_to(ROOT)}"


@each_notebook
def test_notebook_is_well_formed(path):
    nb = json.loads(path.read_text(encoding="utf-8"))
    title = "".join(nb["cells"][0]["source"]).strip().split("\n")
    assert len(title) == 2 and title[0].startswith("# ") and title[1].startswith("> "), (
        "title and subtitle, alone"
    )
    assert nb["metadata"]["kernelspec"]["name"] == "python3"
    assert not re.search(r"/(home|root|tmp|work|Users)/\w", json.dumps(nb)), "a path of one machine"
    if path.parent.name == "tables":
        tags = [t for c in nb["cells"] for t in c["metadata"].get("tags", [])]
        assert "parameters" in tags, "papermill would put its values where the defaults overwrite them"


def test_links_lead_somewhere():
    from byola.dev.docs import broken_links

    assert not broken_links()


def test_every_requirement_is_pinned():
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M))
    pins = {k.lower().replace("_", "-"): v for k, v in pins.items()}
    for key in ("requirements", *(f"{e}_requirements" for e in CFG["extras"].split())):
        for r in map(Requirement, shlex.split(CFG[key])):
            name = r.name.lower().replace("_", "-")
            assert name in pins and pins[name] in r.specifier, f"{key}: {r} is not met by constraints.txt"


def test_version_is_one():
    version = CFG["version"]
    assert str(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]) == version
    assert re.search(
        rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )
