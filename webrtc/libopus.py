"""Opus decoders and encoders of libopus (RFC 6716) through ctypes: 48 kHz, one channel, 16 bits.

PyAV brings the library along; where PyAV is a distribution's package, the system has it. Nothing else in Parley decodes sound.
"""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
FRAME = 960
"""Samples of 20 ms."""
LONGEST = 5_760
"""Samples of 120 ms, the longest packet."""
LARGEST_BYTES = 1_275

AUDIO = 2049
SET_BIT_RATE = 4002
SET_COMPLEXITY = 4010

Samples = NDArray[np.int16]


class NoLibrary(Exception):
    """Neither PyAV nor the system has libopus."""


class BadSound(Exception):
    """libopus cannot decode or encode this."""


@cache
def _library() -> ctypes.CDLL:
    folder = Path(av.__file__).parent
    bundled = sorted([*folder.parent.glob("av.libs/libopus-*"), *folder.glob(".dylibs/libopus*")])
    found = str(bundled[0]) if bundled else ctypes.util.find_library("opus")
    if found is None:
        raise NoLibrary("libopus is missing (Debian and Ubuntu: apt install libopus0).")
    library = ctypes.CDLL(found)
    pointer, number, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_int32
    library.opus_decoder_create.restype = library.opus_encoder_create.restype = pointer
    library.opus_decode.argtypes = (pointer, ctypes.c_char_p, size, pointer, number, number)
    library.opus_encode.argtypes = (pointer, pointer, number, pointer, size)
    library.opus_decoder_destroy.argtypes = library.opus_encoder_destroy.argtypes = (pointer,)
    return library


class Decoder:
    """One stream's decoder; it remembers what came before."""

    def __init__(self) -> None:
        self._library = _library()
        self._state = self._library.opus_decoder_create(RATE, 1, None)
        self._samples = np.zeros(LONGEST, np.int16)
        self._at = self._samples.ctypes.data

    def __del__(self) -> None:
        self._library.opus_decoder_destroy(self._state)

    def decode(self, packet: bytes) -> Samples:
        """The samples of a packet, until the next call. Raises BadSound."""
        return self._decoded(packet, LONGEST, 0)

    def conceal(self, samples: int, next_packet: bytes | None = None) -> Samples:
        """What may have been in a lost stretch: as the packet after it says, where that carries it (RFC 6716 section 2.1.7), else a guess."""
        return self._decoded(next_packet, min(samples, LONGEST), int(next_packet is not None))

    def _decoded(self, packet: bytes | None, most: int, repair: int) -> Samples:
        size = len(packet) if packet else 0
        count = self._library.opus_decode(self._state, packet, size, self._at, most, repair)
        if count < 0:
            raise BadSound(f"libopus answers {count} to {size} bytes")
        return self._samples[:count]


class Encoder:
    """One stream's encoder, for the MDCT mode of Opus: a third of the time that its speech mode takes, for a quarter more bits."""

    def __init__(self, bits_per_second: int = 40_000, complexity: int = 4) -> None:
        self._library = _library()
        self._state = self._library.opus_encoder_create(RATE, 1, AUDIO, None)
        state = ctypes.c_void_p(self._state)
        self._library.opus_encoder_ctl(state, SET_BIT_RATE, ctypes.c_int32(bits_per_second))
        self._library.opus_encoder_ctl(state, SET_COMPLEXITY, ctypes.c_int32(complexity))
        self._bytes = ctypes.create_string_buffer(LARGEST_BYTES)

    def __del__(self) -> None:
        self._library.opus_encoder_destroy(self._state)

    def encode(self, samples: Samples) -> bytes:
        """A packet of these 20 ms. Raises BadSound."""
        assert samples.size == FRAME
        count = self._library.opus_encode(self._state, samples.ctypes.data, FRAME, self._bytes, LARGEST_BYTES)
        if count < 0:
            raise BadSound(f"libopus answers {count}")
        return self._bytes.raw[:count]
