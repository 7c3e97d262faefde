"""Speech and sound on a real server: our narrator, another pack's speech, and the sound that videos bring with them."""

from __future__ import annotations

import json

import av
import numpy as np
import pytest

from t2v_core.cli.client import ServerError
from t2v_core.film.audio import FileSound


def speak(film, voice=None, speech=None):
    """The film workflow with a Narrator between planner and pictures."""
    planner, renderer, exporter = (film.node(f"T2V_{k}") for k in ("ScenePlanner", "DiagramRenderer", "ExportMP4"))
    inputs = {"plan": [planner, 0], "voice": voice or "joe", "speed": 1.2, "length": "plan"} | (
        {"speech": speech} if speech else {}
    )
    film.set("T2V_ScenePlanner", seconds=16.0)  # long enough for several scenes
    film["narrator"] = {"class_type": "T2V_Narrator", "inputs": inputs}
    film[renderer]["inputs"]["plan"] = ["narrator", 0]
    film[exporter]["inputs"] |= {"plan": ["narrator", 0], "scene_audio": ["narrator", 1]}
    return film


def parts(path):
    """Seconds of pictures and of sound, and how loud the loudest tenth of a second is."""
    with av.open(str(path)) as opened:
        frames = sum(1 for _ in opened.decode(video=0))
        seconds = float(frames / opened.streams.video[0].average_rate)
        if not opened.streams.audio:
            return seconds, 0.0, 0.0
    sound = FileSound(path)
    return seconds, sound.seconds, max(float(np.abs(b).max()) for b in sound.blocks())


def test_the_narrator_speaks_the_film(client, film, made):
    outcome = client.run(speak(film))
    (report,) = outcome.outputs["narrator"]["t2v_text"]
    seconds, sound, loud = parts(made(outcome))
    assert "Piper, voice joe" in report and f"the film lasts {seconds:.1f} s" in report
    assert abs(seconds - sound) < 1 / 12 and loud > 0.1


def test_another_pack_s_speech_makes_scenes_as_long_as_it_is(client, film, made):
    texts = {"class_type": "T2V_SceneTexts", "inputs": {"plan": [film.node("T2V_ScenePlanner"), 0]}}
    film |= {"texts": texts, "tts": {"class_type": "Other_Speak", "inputs": {"text": ["texts", 0]}}}
    outcome = client.run(speak(film, speech=["tts", 0]))
    (report,) = outcome.outputs["narrator"]["t2v_text"]
    seconds, sound, loud = parts(made(outcome))
    spoken = [
        float(line.split("spoken ")[1].split()[0])
        for line in report.splitlines()
        if "spoken " in line and "s, spoken" in line
    ]
    assert len(spoken) >= 2 and seconds > sum(spoken) and loud > 0.1
    assert abs(seconds - sound) < 1 / 12


def test_speech_of_another_number_of_scenes_is_refused(client, film):
    film["tts"] = {"class_type": "Other_Speak", "inputs": {"text": "one for all"}}
    with pytest.raises(ServerError, match="There are 1 sounds for"):
        client.run(speak(film, speech=["tts", 0]))


def test_a_picture_is_held_where_the_renderer_did_not_get_the_narrators_plan(client, film, made):
    film["texts"] = {"class_type": "T2V_SceneTexts", "inputs": {"plan": [film.node("T2V_ScenePlanner"), 0]}}
    film["tts"] = {"class_type": "Other_Speak", "inputs": {"text": ["texts", 0]}}
    speak(film, speech=["tts", 0])
    film.set("T2V_DiagramRenderer", plan=[film.node("T2V_ScenePlanner"), 0])
    film.set("T2V_ExportMP4", plan=[film.node("T2V_ScenePlanner"), 0])
    outcome = client.run(film)
    (report,) = outcome.outputs[film.node("T2V_ExportMP4")]["t2v_text"]
    seconds, sound, _ = parts(made(outcome))
    assert "the picture is held" in report and seconds > 6 and abs(seconds - sound) < 1 / 12


def test_a_missing_voice_is_named(client, film):
    for voice, words in {"nobody": "no voice 'nobody'.*models/tts/piper", "../../x": "outside the allowed"}.items():
        with pytest.raises(ServerError, match=words):
            client.run(speak(film, voice=voice))


def test_two_sounds_at_once_are_refused(client, film):
    speak(film).set("T2V_ExportMP4", audio=["narrator", 2])
    with pytest.raises(ServerError, match="either audio or scene_audio"):
        client.run(film)


EXPORT = {
    "filename_prefix": "sound/film",
    "format": "mp4-h264",
    "crf": -1,
    "preset": "",
    "fps": 24.0,
    "subtitles": True,
}
EXPORT |= {"chapters": True, "sources": True, "poster": False, "snapshots": False, "repeat": 1, "ping_pong": False}
EXPORT |= {"share": False, "hardware": "off", "use_cache": False}


def exported(kind):
    return {
        "1": {"class_type": "Other_MakeVideo", "inputs": {"kind": kind}},
        "2": {"class_type": "T2V_ExportMP4", "inputs": EXPORT | {"video": ["1", 0]}},
    }


def test_a_video_of_another_pack_comes_with_its_sound(client, made):
    seconds, sound, loud = parts(made(client.run(exported("plain"))))
    assert seconds == 1.0 and abs(sound - 1.0) < 0.1 and loud > 0.1


def test_a_trim_that_a_video_only_tells_is_applied_to_pictures_and_sound(client, made):
    path = made(client.run(exported("trimmed")))
    seconds, sound, loud = parts(path)
    assert seconds == 0.5 and abs(sound - 0.5) < 1 / 12 and loud > 0.1
    with av.open(str(path)) as opened:
        first = next(opened.decode(video=0)).to_ndarray(format="rgb24")
    assert first[..., 0].mean() == pytest.approx(255 * 3 / 11, abs=12)


def test_a_crop_that_only_saving_applies_is_applied(client, made):
    with av.open(str(made(client.run(exported("cropped"))))) as opened:
        assert (opened.streams.video[0].width, opened.streams.video[0].height) == (32, 24)


def test_newer_nodes_trim_crop_and_save_our_film(client, film, made):
    trim = {"video": [film.node("T2V_DiagramRenderer"), 0], "start": -4.0, "seconds": 1.5}
    film["trim"] = {"class_type": "Other_TrimAndSave", "inputs": trim}
    film["said"] = {"class_type": "PreviewAny", "inputs": {"source": ["trim", 1]}}
    film.set("T2V_ExportMP4", video=["trim", 0])
    del film[film.node("T2V_ExportMP4")]["inputs"]["plan"]
    outcome = client.run(film)
    said = json.loads(outcome.outputs["said"]["text"][0])
    assert parts(made(outcome))[0] == 1.5 and said["bytes"] > 1000 and said["nothing"]
    assert "8 bits" in said["refused"][0] and "sRGB" in said["refused"][1]
    assert said["cropped"] == [[102, 80], [40, 98], [640, 360]]


def test_core_nodes_load_part_and_join_a_film_with_its_sound(client, server, made):
    first = made(client.run(exported("plain")))
    name = server.add_input(first)
    load = {"1": {"class_type": "LoadVideo", "inputs": {"file": name}}}
    direct = made(client.run(load | {"2": {"class_type": "T2V_ExportMP4", "inputs": EXPORT | {"video": ["1", 0]}}}))
    again = made(
        client.run(
            load
            | {
                "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
                "3": {"class_type": "CreateVideo", "inputs": {"images": ["2", 0], "audio": ["2", 1], "fps": ["2", 2]}},
                "4": {"class_type": "T2V_ExportMP4", "inputs": EXPORT | {"video": ["3", 0]}},
            }
        )
    )
    images = made(
        client.run(
            load
            | {
                "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
                "4": {
                    "class_type": "T2V_ExportMP4",
                    "inputs": EXPORT | {"images": ["2", 0], "audio": ["2", 1], "fps": 12.0},
                },
            }
        )
    )
    for path in (direct, again, images):
        seconds, sound, loud = parts(path)
        assert seconds == pytest.approx(sound, abs=1 / 12) and 1.0 <= seconds < 1.2 and loud > 0.1
