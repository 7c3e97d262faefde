import re
import sys
from collections import namedtuple
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from t2v_core import doctor
from t2v_core.doctor import Check, checks, comfyui_check, report_text

Usage = namedtuple("Usage", "total used free")


def by_name(found):
    return {check.name: check for check in found}


def test_this_environment_is_fit(tmp_path):
    found = by_name(checks(cache=tmp_path / "not" / "there" / "yet", output=tmp_path))
    for name in ("Python", "drawing", "encoders", "embedding model"):
        assert found[name].status == "ok", found[name]
    assert found["torch"].status != "failure", found["torch"]  # a CUDA build where no GPU is seen is worth a warning
    assert "384 numbers" in found["embedding model"].detail
    assert not (tmp_path / "not").exists()


def test_whatever_is_not_ok_has_a_fix(tmp_path):
    assert all(check.fix for check in checks(cache=tmp_path) if check.status != "ok")


def test_what_the_pack_requires_is_checked_for():
    lines = (Path(doctor.__file__).parents[1] / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {re.split(r"[<>=\[; ]", line)[0].lower() for line in lines if line and line[0] not in "#-"}
    homes = packages_distributions()
    brought = {d.lower() for name in doctor._REQUIRED for d in homes.get(name, ())}
    assert required - brought == {"torch", "skia-python", "av", "websocket-client"}  # these have checks of their own


def test_a_full_disk_names_the_knob(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _p: Usage(2**40, 2**40, 2**20))
    check = doctor._disk("cache", tmp_path)
    assert check.status == "failure"
    assert "T2V_CACHE_ROOT" in check.fix


@pytest.mark.parametrize(("module", "part"), [("skia", "_drawing"), ("av", "_encoders"), ("torch", "_torch")])
def test_a_missing_library_is_a_failure_with_its_install_line(monkeypatch, module, part):
    monkeypatch.setitem(sys.modules, module, None)
    check = getattr(doctor, part)()
    assert check.status == "failure"
    assert "install" in check.fix


def test_an_old_or_absent_comfyui_is_named(tmp_path):
    assert comfyui_check(tmp_path).status == "failure"
    (tmp_path / "comfyui_version.py").write_text('__version__ = "0.3.10"\n')
    assert comfyui_check(tmp_path).status == "warning"
    (tmp_path / "comfyui_version.py").write_text('__version__ = "0.4.0"\n')
    assert comfyui_check(tmp_path) == Check("ComfyUI", "ok", f"0.4.0 in {tmp_path}")


def test_the_report_puts_each_fix_below_its_check():
    text = report_text([Check("a", "ok", "fine"), Check("b", "failure", "gone", "pip install b")])
    assert text.splitlines() == ["ok       a: fine", "FAILURE  b: gone", "         → pip install b"]


def test_the_command_fails_when_something_needed_is_missing(run, monkeypatch):
    assert run("doctor", "--json").code == 0
    monkeypatch.setitem(sys.modules, "skia", None)
    answer = run("doctor", "--json")
    assert answer.code == 1
    assert [c["name"] for c in answer.json["checks"] if c["status"] == "failure"] == ["drawing"]
