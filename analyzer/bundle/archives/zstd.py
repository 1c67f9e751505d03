"""The one door to zstd: the standard library's module, or its backport below Python 3.14."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

__all__ = ["ZstdError", "zstd_decompressor"]


def zstd_decompressor(window_log: int) -> ZstdDecompressor:
    """A decompressor that refuses frames which want a window above 2^window_log bytes."""
    return ZstdDecompressor(options={DecompressionParameter.window_log_max: window_log})
