"""The peers of the export bench: x264 fed raw pictures, ComfyUI's Save Video, and an ffmpeg program behind a pipe."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from t2v_core.film.clip import Clip

FPS = Fraction(24)
X264 = {"preset": "veryfast", "crf": "18"}


def write_yuv(clip: Clip, path: Path) -> None:
    import av

    with path.open("wb") as file:
        for array in clip.frames():
            frame = av.VideoFrame.from_ndarray(array, format="rgb24")
            file.write(frame.reformat(format="yuv420p", dst_colorspace="ITU709").to_ndarray().tobytes())


def x264_from_raw(raw: Path, size: tuple[int, int], target: Path) -> None:
    """The least that encoding can cost: pictures already yuv420p, read into one buffer, nothing copied twice."""
    import av

    buffer = np.empty((size[1] * 3 // 2, size[0]), np.uint8)
    with raw.open("rb") as source, av.open(str(target), "w") as output:
        stream = output.add_stream("libx264", rate=FPS, options=X264)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        while source.readinto(buffer.data):
            output.mux(stream.encode(av.VideoFrame.from_numpy_buffer(buffer, format="yuv420p")))
        output.mux(stream.encode(None))


def save_video(images, target: Path) -> None:
    import av

    with av.open(str(target), "w", options={"movflags": "use_metadata_tags"}) as output:
        stream = output.add_stream("libx264", rate=FPS, options=X264)
        stream.width, stream.height, stream.pix_fmt = images.shape[2], images.shape[1], "yuv420p"
        for image in images:
            array = (image * 255).clamp(0, 255).byte().cpu().numpy()
            frame = av.VideoFrame.from_ndarray(array, format="rgb24").reformat(format="yuv420p")
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def program(ffmpeg: str, size: tuple[int, int], pix_fmt: str, stdin, target: Path) -> None:
    raw = f"-v error -f rawvideo -pix_fmt {pix_fmt} -s {size[0]}x{size[1]} -r 24 -i -"
    encoded = f"-c:v libx264 -preset {X264['preset']} -crf {X264['crf']} -pix_fmt yuv420p -y"
    command = [ffmpeg, *raw.split(), *encoded.split(), str(target)]
    if hasattr(stdin, "read"):
        with stdin:
            subprocess.run(command, stdin=stdin, check=True)
        return
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        for data in stdin:
            process.stdin.write(data)
        process.stdin.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def pipe(ffmpeg: str, images, target: Path) -> None:
    def data() -> Iterator[bytes]:
        for image in images:
            array = image.cpu().numpy() * 255 + 0.5
            yield np.clip(array, 0, 255).astype(np.uint8).tobytes()

    program(ffmpeg, (images.shape[2], images.shape[1]), "rgb24", data(), target)
