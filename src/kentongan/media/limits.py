"""Numbers of the pipeline, in one place."""

#: Largest upload, in bytes (decimal megabytes, as phones show them).
MAX_BYTES = 15_000_000
#: Largest picture as the file declares it, in pixels, and its longest side.
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
#: What is kept: longer sides are scaled down, no network takes more.
KEPT_SIDE = 4096
#: Longest side of the small rendition, in pixels.
THUMBNAIL_SIDE = 480
#: Below this a picture cannot be told apart from a dot on any network.
SMALLEST_SIDE = 320
JPEG_QUALITY = 85
#: A picture with at most this many colours is drawn, not photographed, and stays PNG.
FLAT_COLOURS = 4096
