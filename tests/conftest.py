"""Fixtures of all tests: what is validated against which oracle, collected for the validation page."""

import json
import os
from pathlib import Path

import matplotlib
import pytest
from hypothesis import settings

matplotlib.use("Agg")
settings.register_profile("searching", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable" if os.environ.get("CI") else "searching")
COLLECTED = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--validation", metavar="FILE", help="write what is validated against which oracle to a JSON file")


def pytest_configure(config):
    config.stash[COLLECTED] = {}


@pytest.fixture
def validates(request):
    """Record that the test holds a model against an oracle from a source: `validates(model, oracle, source)`."""

    def record(model, oracle, source):
        entry = {"model": model, "oracle": oracle, "source": source}
        assert all(isinstance(value, str) and value for value in entry.values())
        request.config.stash[COLLECTED][request.node.nodeid] = entry

    return record


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" and item.nodeid in item.config.stash[COLLECTED]:
        item.config.stash[COLLECTED][item.nodeid]["outcome"] = report.outcome
    return report


def pytest_sessionfinish(session):
    target = session.config.getoption("--validation")
    if target:
        found = session.config.stash[COLLECTED]
        rows = [{"test": test, **entry} for test, entry in sorted(found.items())]
        Path(target).write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
