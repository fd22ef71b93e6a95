"""pytest collects notebooks: `pytest nbs -k mixup` runs those with that name, each in a process of its own.

`make test` uses `nbdev_test`, several in one process; this is the way to the notebook that fails."""

import contextlib
import io
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(fn, flags):
    "In the child: nbdev's own test, which stores no outputs"
    from nbdev.config import get_config
    from nbdev.test import test_nb

    skip = get_config().tst_flags.split()
    with contextlib.redirect_stderr(io.StringIO()) as err:
        ok, _ = test_nb(fn, skip_flags=skip, force_flags=flags, basepath=ROOT)
    if not ok:
        raise RuntimeError(err.getvalue())


def pytest_addoption(parser):
    parser.addoption("--nb-flags", default="", help="nbdev flags to run all the same, such as slow")


def pytest_collect_file(file_path, parent):
    hidden = any(p[0] in "._" for p in file_path.relative_to(ROOT).parts)
    if file_path.suffix == ".ipynb" and not hidden:
        return Notebook.from_parent(parent, path=file_path)


class Notebook(pytest.File):
    def collect(self):
        yield NotebookItem.from_parent(self, name=self.path.stem)


class NotebookItem(pytest.Item):
    def runtest(self):
        from byola.dev.notebooks import fresh

        if error := fresh(run, self.path, self.config.getoption("--nb-flags").split()):
            pytest.fail(error, pytrace=False)

    def reportinfo(self):
        return self.path, None, self.path.relative_to(ROOT).as_posix()
