"""Pictures of every kind that the gateway takes, and the pixels that Pillow makes of them for a model.

    .venv-test/bin/python test/pillow-reference/make.py FOLDER

writes the pictures, `cases.json`, and for each case a file of RGB bytes, row by row. The rule of each kind is in
docs/pixels.md; `upright_rgb` is the only place where it is more than Pillow's own `convert("RGB")`.
"""

import io
import json
import random
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps

FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
# Side of the model, resize, interpolation.
VARIANTS = [(size, resize, name) for size in (64, 224) for resize in ("crop", "squash") for name in FILTERS]


def octaves(width: int, height: int, bands: int, seed: int) -> Image.Image:
    """A picture with the spectrum of a photo: noise of every scale, the finer the weaker; edges where it is cut."""
    source = random.Random(seed)
    channels = []
    for _ in range(bands):
        channel = Image.new("L", (width, height), 128)
        cells, weight = 2, 0.5
        while cells <= min(width, height) and weight > 0.02:
            noise = Image.frombytes("L", (cells, cells), source.randbytes(cells * cells))
            channel = Image.blend(channel, noise.resize((width, height), Image.Resampling.BICUBIC), weight)
            cells, weight = cells * 2, weight * 0.6
        channels.append(channel.point(lambda level: min(255, max(0, (level - 128) * 3 + 128))))
    return channels[0] if bands == 1 else Image.merge("RGB", channels)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def grey16(width: int, height: int) -> bytes:
    """PNG of 16-bit grey whose lower bytes are noise: only the upper ones may count."""
    high = octaves(width, height, 1, 16).tobytes()
    low = random.Random(17).randbytes(len(high))
    pixels = bytes(byte for pair in zip(low, high) for byte in pair)
    return encoded(Image.frombytes("I;16", (width, height), pixels), "PNG")


def rgb16(width: int, height: int) -> bytes:
    """PNG of 16-bit RGB, which Pillow reads but does not write."""
    high = octaves(width, height, 3, 18).tobytes()
    low = random.Random(19).randbytes(len(high))
    samples = bytes(byte for pair in zip(high, low) for byte in pair)
    rows = b"".join(b"\0" + samples[y * width * 6 : (y + 1) * width * 6] for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# Colorants, adapted to D50, of profiles that cameras and phones write; gamma of the tone curve.
PROFILES = {
    "adobe-rgb": ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.19921875),
    "display-p3": ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407), 2.2),
}


def icc_profile(name: str) -> bytes:
    """An ICC profile of three colorants and one tone curve, version 2.4."""

    def xyz(values: tuple[float, ...]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    red, green, blue, gamma = PROFILES[name]
    text = name.encode() + b"\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(gamma * 256), 0)
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    tags = [
        (b"desc", description + bytes(-len(description) % 4)),
        (b"wtpt", xyz((0.9642, 1.0, 0.8249))),
        *((key, xyz(value)) for key, value in ((b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue))),
        *((key, curve) for key in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, data = struct.pack(">I", len(tags)), b""
    for key, value in tags:
        table += key + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(data), len(value))
        data += value
    header = bytearray(128)
    header[:4] = struct.pack(">I", 128 + len(table) + len(data))
    header[8:24] = struct.pack(">I", 0x02400000) + b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = xyz((0.9642, 1.0, 0.8249))[8:]
    profile = bytes(header) + table + data
    picture = octaves(64, 64, 3, 20)
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    converted = ImageCms.profileToProfile(picture, opened, ImageCms.createProfile("sRGB"))
    # A profile that changed nothing would prove nothing.
    assert max(high for _, high in ImageChops.difference(picture, converted).getextrema()) > 8, name
    return profile


def pictures() -> dict[str, bytes]:
    photo = octaves(500, 333, 3, 1)
    grey = octaves(301, 420, 1, 2)
    alpha = octaves(*photo.size, 1, 3).point(lambda level: 0 if level < 100 else level)
    palette = photo.quantize(64)
    made = {
        "photo.png": encoded(photo, "PNG"),
        "photo.jpg": encoded(photo, "JPEG", quality=92),
        "photo-444.jpg": encoded(photo, "JPEG", quality=92, subsampling=0),
        "photo-422.jpg": encoded(photo, "JPEG", quality=92, subsampling=1),
        "photo-progressive.jpg": encoded(photo, "JPEG", quality=80, progressive=True),
        "photo.webp": encoded(photo, "WEBP", quality=85),
        "photo-lossless.webp": encoded(photo, "WEBP", lossless=True),
        "photo.avif": encoded(photo, "AVIF", quality=85),
        "photo-444.avif": encoded(photo, "AVIF", quality=85, subsampling="4:4:4"),
        "photo.gif": encoded(palette, "GIF"),
        "large.jpg": encoded(octaves(1633, 1201, 3, 4), "JPEG", quality=90),
        "large-of-eights.jpg": encoded(octaves(1600, 1200, 3, 5), "JPEG", quality=90),
        # Decoded at half their size before they come down to 64 pixels; sides that no eighth divides.
        "halved.jpg": encoded(octaves(1002, 806, 3, 21), "JPEG", quality=90),
        "halved-grey.jpg": encoded(octaves(806, 950, 1, 22), "JPEG", quality=85, progressive=True),
        "large.png": encoded(octaves(1217, 907, 3, 6), "PNG"),
        "grey.jpg": encoded(grey, "JPEG", quality=92),
        "grey.png": encoded(grey, "PNG"),
        "one-bit.png": encoded(grey.convert("1"), "PNG"),
        "grey-alpha.png": encoded(Image.merge("LA", (octaves(*photo.size, 1, 7), alpha)), "PNG"),
        "alpha.png": encoded(Image.merge("RGBA", (*photo.split(), alpha)), "PNG"),
        "alpha.webp": encoded(Image.merge("RGBA", (*photo.split(), alpha)), "WEBP", lossless=True, exact=True),
        "colour-key.png": encoded(photo, "PNG", transparency=photo.getpixel((9, 9))),
        "grey-colour-key.png": encoded(grey, "PNG", transparency=grey.getpixel((9, 9))),
        "palette.png": encoded(palette, "PNG"),
        "palette-of-4.png": encoded(photo.quantize(4), "PNG", bits=2),
        "palette-transparent.png": encoded(palette, "PNG", transparency=5),
        "palette-alpha.png": encoded(palette, "PNG", transparency=bytes(range(0, 256, 4))),
        "transparent.gif": encoded(palette, "GIF", transparency=5),
        "cmyk.jpg": encoded(ImageChops.offset(photo, 7).convert("CMYK"), "JPEG", quality=92),
        "cmyk-with-black.jpg": encoded(Image.merge("CMYK", (*photo.split(), alpha)), "JPEG", quality=92),
        "grey-16.png": grey16(333, 251),
        "rgb-16.png": rgb16(333, 251),
        "tiny.png": encoded(octaves(20, 13, 3, 8), "PNG"),
        "tiny.jpg": encoded(octaves(33, 50, 3, 9), "JPEG", quality=95),
        "pixel.png": encoded(Image.new("RGB", (1, 1), (10, 200, 90)), "PNG"),
        "wide.png": encoded(octaves(900, 7, 3, 10), "PNG"),
        "tall.jpg": encoded(octaves(40, 1300, 3, 11), "JPEG", quality=95),
        "line.png": encoded(octaves(1, 300, 3, 12), "PNG"),
    }
    for name in PROFILES:
        made[f"{name}.png"] = encoded(photo, "PNG", icc_profile=icc_profile(name))
        made[f"{name}.jpg"] = encoded(photo, "JPEG", quality=92, icc_profile=icc_profile(name))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        made[f"exif-{orientation}.jpg"] = encoded(octaves(330, 221, 3, 13), "JPEG", quality=92, exif=exif)
    return made


def upright_rgb(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data))
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith("I;16"):
        # Pillow's own conversion makes every level above 255 of 65,535 white.
        return Image.frombytes("L", image.size, image.tobytes()[1::2]).convert("RGB")
    rgb = image.convert("RGB")
    if opened.format == "GIF" and "transparency" in opened.info:
        # libvips hands no colour out for them; Pillow gives what the palette holds.
        return Image.composite(rgb, Image.new("RGB", rgb.size), image.convert("RGBA").getchannel("A"))
    return rgb


def model_pixels(image: Image.Image, size: int, resize: str, interpolation: str) -> Image.Image:
    """torchvision's Resize and CenterCrop over Pillow: what OpenAI's and OpenCLIP's models were trained with."""
    if resize == "squash":
        return image.resize((size, size), FILTERS[interpolation])
    width, height = image.size
    long = int(size * max(width, height) / min(width, height))
    sides = (size, long) if width <= height else (long, size)
    left, top = (round((side - size) / 2.0) for side in sides)
    return image.resize(sides, FILTERS[interpolation]).crop((left, top, left + size, top + size))


def main() -> None:
    folder = Path(sys.argv[1])
    cases = []
    for picture, data in pictures().items():
        (folder / picture).write_bytes(data)
        rgb = upright_rgb(data)
        for size, resize, interpolation in VARIANTS:
            reference = f"{picture}.{size}-{resize}-{interpolation}.rgb"
            (folder / reference).write_bytes(model_pixels(rgb, size, resize, interpolation).tobytes())
            case = {"picture": picture, "size": size, "resize": resize, "interpolation": interpolation}
            cases.append({**case, "reference": reference})
    (folder / "cases.json").write_text(json.dumps(cases))


main()
