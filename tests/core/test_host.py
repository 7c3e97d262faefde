"""Work that cannot look at Cancel itself: its result, its progress, its errors, and what is left of it when it is cancelled."""

from __future__ import annotations

import threading
import time

import pytest

from t2v_core import host
from t2v_core.host import interruptible, silent


class Cancelled(Exception):
    """What a host raises from its report."""


@pytest.fixture
def cancel():
    """A report that raises once its `now` is set."""

    class Report:
        def __init__(self):
            self.now, self.heard = threading.Event(), []

        def __call__(self, done, total, text="", preview=None):
            self.heard.append((done, total, text))
            if self.now.is_set():
                raise Cancelled

    return Report()


def test_the_result_comes_back_and_the_newest_progress_is_passed_on(cancel):
    def work(report):
        report(3, 4, "nearly")
        return 42

    assert interruptible(work, cancel) == 42
    assert cancel.heard[-1] == (3, 4, "nearly")


def test_an_error_of_the_work_is_raised_where_it_was_asked_for():
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda report: 1 / 0, silent)


def test_work_that_reports_ends_with_the_cancel(cancel):
    ended = threading.Event()

    def work(report):
        try:
            while True:
                cancel.now.set()
                report(0, 1)
                time.sleep(0.01)
        finally:
            ended.set()

    with pytest.raises(Cancelled):
        interruptible(work, cancel)
    assert ended.is_set()


def test_the_next_work_waits_for_what_a_cancel_left_behind(cancel, monkeypatch):
    monkeypatch.setattr(host, "GRACE", 0.0)
    release, order = threading.Event(), []

    def deaf(report):
        cancel.now.set()
        release.wait(30)
        order.append("first")

    with pytest.raises(Cancelled):
        interruptible(deaf, cancel)
    with pytest.raises(Cancelled):  # also while it waits
        interruptible(lambda report: order.append("never"), cancel)
    cancel.now.clear()
    threading.Timer(0.2, release.set).start()
    interruptible(lambda report: order.append("second"), cancel)
    assert order == ["first", "second"]
