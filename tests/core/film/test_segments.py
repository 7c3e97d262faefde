"""Segments are encoded once, found again, dropped oldest first, and never wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import FORMATS, ExportSettings, export_film
from t2v_core.film.clip import Film, Segment
from t2v_core.film.operations import Concat
from t2v_core.film.segments import cache_report, prune
from tests.core.film.films import Bars, decoded, make_film, make_plan, tone

ROOT = Path(__file__).parents[3]


def film_of(seeds, frames=10, **more) -> Film:
    return Film(tuple(Segment(Bars(seed, frames, **more), f"s{n}", None) for n, seed in enumerate(seeds)))


def times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [pytest.approx(float(f.pts * f.time_base)) for f in container.decode(video=0)]


def drawn(film: Film) -> list[int]:
    return [s.clip.drawn for s in film.segments]


def test_one_changed_scene_of_eight_is_the_only_one_drawn_again(tmp_path):
    cache = tmp_path / "cache"
    export_film(film_of(range(8)), tmp_path / "a.mp4", cache=cache)
    changed = film_of([0, 1, 2, 99, 4, 5, 6, 7])
    done = export_film(changed, tmp_path / "b.mp4", cache=cache)
    assert drawn(changed) == [0, 0, 0, 10, 0, 0, 0, 0]
    assert (done.report.encoded, done.report.reused) == (1, 7)


def test_a_film_out_of_the_cache_is_the_same_file(tmp_path):
    plan, audio = make_plan(), tone(5)
    first = export_film(make_film(plan), tmp_path / "a.mp4", plan=plan, audio=audio, cache=tmp_path / "cache")
    again = export_film(make_film(plan), tmp_path / "b.mp4", plan=plan, audio=audio, cache=tmp_path / "cache")
    assert first.path.read_bytes() == again.path.read_bytes()


def test_joined_segments_are_timed_like_a_film_encoded_in_one_piece(tmp_path):
    film = film_of(range(4), 13)
    joined = export_film(film, tmp_path / "a.mp4").path
    whole = export_film(Concat([s.clip for s in film.segments]), tmp_path / "b.mp4").path
    assert times(joined) == [n / 24 for n in range(52)]
    assert times(whole) == [n / 24 for n in range(52)]


@pytest.mark.parametrize(
    "other",
    [{"crf": 30}, {"preset": "fast"}, {"format": "mp4-h265"}],
)
def test_other_encoder_settings_do_not_share_segments(other, tmp_path):
    export_film(film_of([1]), tmp_path / "a.mp4", cache=tmp_path / "cache")
    done = export_film(film_of([1]), tmp_path / "b.mp4", ExportSettings(**other), cache=tmp_path / "cache")
    assert done.report.reused == 0


@pytest.mark.parametrize("more", [{"size": (98, 64)}, {"fps": Fraction(25)}, {"frames": 11}])
def test_another_size_rate_or_length_does_not_share_segments(more, tmp_path):
    export_film(film_of([1]), tmp_path / "a.mp4", cache=tmp_path / "cache")
    assert export_film(film_of([1], **more), tmp_path / "b.mp4", cache=tmp_path / "cache").report.reused == 0


def test_a_clip_without_a_key_is_never_kept(tmp_path):
    for name in ("a.mp4", "b.mp4"):
        done = export_film(film_of([1], keyed=False), tmp_path / name, cache=tmp_path / "cache")
        assert done.report.reused == 0
    assert cache_report(tmp_path / "cache" / "segments")["segments"] == 0


def test_two_clips_without_a_key_are_not_taken_for_one_another(tmp_path):
    path = export_film(film_of([1, 4], keyed=False), tmp_path / "a.mp4", ExportSettings(crf=2)).path
    pictures = decoded(path)
    assert abs(pictures[0].astype(int) - pictures[10]).mean() > 10


@pytest.mark.parametrize("name", ["mp4-h264", "webm-vp9"])
@pytest.mark.parametrize("left", [0.0, 0.1, 0.6, 0.9])
def test_a_segment_damaged_from_outside_is_made_anew(name, left, tmp_path):
    cache, settings = tmp_path / "cache", ExportSettings(format=name)
    suffix = FORMATS[name].suffix
    export_film(film_of([1, 2]), tmp_path / f"a{suffix}", settings, cache=cache)
    for path in (cache / "segments").glob(f"*{suffix}"):
        data = path.read_bytes()
        path.write_bytes(data[: int(left * len(data))])
    done = export_film(film_of([1, 2]), tmp_path / f"b{suffix}", settings, cache=cache)
    assert (done.report.encoded, done.report.reused) == (2, 0)
    assert times(done.path) == [pytest.approx(n / 24, abs=1e-3) for n in range(20)]


def test_the_cache_drops_what_was_used_longest_ago(tmp_path):
    cache = tmp_path / "cache"
    folder = cache / "segments"
    for n in range(3):
        export_film(film_of([n]), tmp_path / f"{n}.mp4", cache=cache)
        for age, path in enumerate(sorted(folder.glob("*.mp4"), key=lambda p: p.stat().st_mtime_ns, reverse=True)):
            os.utime(path, ns=(10**18 - age * 10**9,) * 2)
    export_film(film_of([0]), tmp_path / "again.mp4", cache=cache)
    size = max(p.stat().st_size for p in folder.glob("*.mp4"))
    assert prune(folder, 2 * size) == 1
    assert export_film(film_of([0]), tmp_path / "x.mp4", cache=cache).report.reused == 1
    assert export_film(film_of([1]), tmp_path / "y.mp4", cache=cache).report.reused == 0


def test_a_limit_of_nothing_keeps_nothing(tmp_path):
    done = export_film(film_of([1, 2]), tmp_path / "a.mp4", ExportSettings(cache_bytes=0), cache=tmp_path / "cache")
    assert done.report.frames == 20
    assert cache_report(tmp_path / "cache" / "segments") == {"segments": 0, "bytes": 0}


def test_the_report_counts_segments_and_bytes(tmp_path):
    export_film(film_of([1, 2, 1]), tmp_path / "a.mp4", cache=tmp_path / "cache")
    folder = tmp_path / "cache" / "segments"
    assert cache_report(folder) == {"segments": 2, "bytes": sum(p.stat().st_size for p in folder.iterdir())}
    assert cache_report(tmp_path / "nowhere") == {"segments": 0, "bytes": 0}


def test_clean_up_during_a_run_takes_nothing_away_from_it(tmp_path):
    cache = tmp_path / "cache"

    def report(done, total, text="", preview=None):
        prune(cache / "segments", 0)

    done = export_film(film_of(range(5)), tmp_path / "a.mp4", report=report, cache=cache)
    assert done.report.frames == 50


def test_a_segment_of_another_encoder_build_is_refused_not_spliced_in(tmp_path):
    """The stream's header differs: decoders would show rubbish after the cut."""
    from t2v_core.film.encode import choose_encoder
    from t2v_core.film.formats import FORMATS
    from t2v_core.film.join import Tracks, join
    from t2v_core.film.segments import encode_segments

    fmt, parts = FORMATS["mp4-h264"], []
    for n, preset in enumerate(("veryfast", "ultrafast")):
        encoder, _ = choose_encoder(fmt, ExportSettings(preset=preset))
        folder = tmp_path / str(n)
        folder.mkdir()
        parts += encode_segments(film_of([n]), folder, None, fmt, encoder, lambda *a: None)[0]
    with pytest.raises(ExportError, match="Clear the film cache"):
        join(parts, tmp_path / "film.mp4", fmt, Fraction(24), Tracks(), lambda *a: None)


@pytest.mark.slow
def test_two_processes_on_one_cache_both_finish(tmp_path):
    code = (
        "import sys; from pathlib import Path; from t2v_core.film import ExportSettings, export_film\n"
        "from tests.core.film.test_segments import film_of\n"
        "for n in range(4):\n"
        "    export_film(film_of(range(n, n + 4)), Path(sys.argv[1]) / f'{sys.argv[2]}-{n}.mp4',\n"
        "                ExportSettings(cache_bytes=20_000), cache=Path(sys.argv[1]) / 'cache')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, tmp_path, name], cwd=ROOT) for name in "ab"]
    assert [p.wait() for p in processes] == [0, 0]
    for path in tmp_path.glob("*.mp4"):
        assert times(path) == [n / 24 for n in range(40)]
