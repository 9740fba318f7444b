"""The picture before, once more: coded pictures that cost no encoder anything and a decoder next to nothing.

H.264 can say "every macroblock is that of the picture before" in some thirty bytes. x264 says it too, but
only after it has looked at the whole frame; for a wait, written here is what x264 would write in the end.
Section and table numbers are those of ITU-T H.264 (08/2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

__all__ = ["Stills", "UnknownStreamError"]

_START_CODE = b"\x00\x00\x00\x01"
_SLICE, _SPS, _PPS = 1, 7, 8  # nal_unit_type, table 7-1
_P_SLICE = 5  # slice_type: this and every other slice of the picture is P
_HIGH_PROFILES = (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135)
_QP = 51  # of no consequence to a picture without residual; far enough up that "skipped" is the likely case
_SKIPPED_STATE = 42  # pStateIdx of mb_skip_flag (ctxIdx 11, cabac_init_idc 0) at that QP, section 9.3.1.1
_LAST_STATE = 62
# rangeTabLPS, table 9-44, from _SKIPPED_STATE to _LAST_STATE: "skipped" is all that is ever coded.
_RANGE_LPS = (
    "16 20 23 27|15 19 22 25|14 18 21 24|14 17 20 23|13 16 19 22|12 15 18 21|12 14 17 20|11 14 16 19|"
    "11 13 15 18|10 12 15 17|10 12 14 16|9 11 13 15|9 11 12 14|8 10 12 14|8 9 11 13|7 9 11 12|7 9 10 12|"
    "7 8 10 11|6 8 9 11|6 7 9 10|6 7 8 9"
)


class UnknownStreamError(Exception):
    """The stream is coded in a way that this module doesn't know."""


class Stills:
    """Makes pictures that repeat the one before, for the stream that ``headers`` (SPS and PPS) begin."""

    def __init__(self, headers: bytes) -> None:
        """Raises :exc:`UnknownStreamError` for what x264 wouldn't write in the chunk format."""
        units = {
            unit[0] & 31: _without_emulation(unit[1:]) for unit in headers.split(b"\x00\x00\x01") if unit
        }
        if _SPS not in units or _PPS not in units:
            raise UnknownStreamError("the stream's headers are missing")
        self._sequence = _Sequence.read(units[_SPS].rstrip(b"\x00"))
        self._setup = _PictureSetup.read(units[_PPS].rstrip(b"\x00"))
        self._skipped = _all_skipped(self._sequence.macroblocks) if self._setup.cabac else ""
        self._written: dict[int, bytes] = {}  # by frame number: there are sixteen

    def picture(self, since_key: int) -> bytes:
        """The unit that repeats the picture before, ``since_key`` pictures after the last keyframe."""
        frame_number = since_key % (1 << self._sequence.frame_number_bits)
        if frame_number not in self._written:
            self._written[frame_number] = self._unit(frame_number)
        return self._written[frame_number]

    def _unit(self, frame_number: int) -> bytes:
        sequence, setup = self._sequence, self._setup
        bits = _ue(0) + _ue(_P_SLICE) + _ue(0)
        bits += format(frame_number, f"0{sequence.frame_number_bits}b")
        bits += "1" + _ue(0)  # one reference picture
        bits += "0" + "0"  # in the usual order, and this one is kept as they usually are
        if setup.cabac:
            bits += _ue(0)  # cabac_init_idc
        bits += _se(_QP - setup.qp)
        if setup.deblocking_control:
            bits += _ue(1)  # no deblocking
        if setup.cabac:
            bits += "1" * (-len(bits) % 8) + self._skipped
        else:
            bits += _ue(sequence.macroblocks) + "1"
        bits += "0" * (-len(bits) % 8)
        body = int(bits, 2).to_bytes(len(bits) // 8)
        return _START_CODE + bytes([3 << 5 | _SLICE]) + _with_emulation(body)


@dataclass(frozen=True, slots=True)
class _Sequence:
    frame_number_bits: int
    macroblocks: int

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Section 7.3.2.1.1."""
        bits = _Bits(body)
        profile = bits.take(8)
        bits.take(16)  # constraints, level
        bits.skip_codes(1)  # seq_parameter_set_id
        if profile in _HIGH_PROFILES:
            bits.expect(1, "chroma_format_idc", bits.ue())
            bits.skip_codes(2)  # bit depths
            bits.take(1)  # qpprime_y_zero_transform_bypass_flag
            bits.expect(0, "seq_scaling_matrix_present_flag", bits.take(1))
        frame_number_bits = bits.ue() + 4
        bits.expect(2, "pic_order_cnt_type", bits.ue())
        bits.skip_codes(1)  # max_num_ref_frames
        bits.take(1)  # gaps_in_frame_num_value_allowed_flag
        macroblocks = (bits.ue() + 1) * (bits.ue() + 1)
        bits.expect(1, "frame_mbs_only_flag", bits.take(1))
        return cls(frame_number_bits, macroblocks)


@dataclass(frozen=True, slots=True)
class _PictureSetup:
    cabac: bool
    qp: int
    deblocking_control: bool

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Section 7.3.2.2."""
        bits = _Bits(body)
        bits.skip_codes(2)  # ids
        cabac = bits.take(1) == 1
        bits.take(1)  # bottom_field_pic_order_in_frame_present_flag
        bits.expect(0, "num_slice_groups_minus1", bits.ue())
        bits.skip_codes(2)  # num_ref_idx_l0 and l1
        bits.expect(0, "weighted_pred_flag", bits.take(1))
        bits.take(2)  # weighted_bipred_idc
        qp = 26 + bits.se()
        bits.skip_codes(2)  # pic_init_qs_minus26, chroma_qp_index_offset
        deblocking_control = bits.take(1) == 1
        bits.take(1)  # constrained_intra_pred_flag
        bits.expect(0, "redundant_pic_cnt_present_flag", bits.take(1))
        return cls(cabac, qp, deblocking_control)


class _Bits:
    """Reads what section 7.2 calls u(n), ue(v) and se(v)."""

    def __init__(self, body: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in body)
        self._at = 0

    def take(self, count: int) -> int:
        start, self._at = self._at, self._at + count
        if self._at > len(self._bits):
            raise UnknownStreamError("the stream's headers are cut off")
        return int(self._bits[start : self._at], 2)

    def ue(self) -> int:
        zeros = 0
        while self.take(1) == 0:
            zeros += 1
        return (1 << zeros) - 1 + (self.take(zeros) if zeros else 0)

    def se(self) -> int:
        value = self.ue()
        return (value + 1) // 2 if value % 2 else -(value // 2)

    def skip_codes(self, count: int) -> None:
        for _ in range(count):
            self.ue()

    def expect(self, wanted: int, name: str, found: int) -> None:
        if found != wanted:
            raise UnknownStreamError(f"{name} is {found}, not {wanted}")


def _ue(value: int) -> str:
    digits = f"{value + 1:b}"
    return "0" * (len(digits) - 1) + digits


def _se(value: int) -> str:
    return _ue(2 * value - 1 if value > 0 else -2 * value)


def _all_skipped(macroblocks: int) -> str:
    """CABAC's bits for ``macroblocks`` skipped ones and the end of the slice, section 9.3.4."""
    coder = _Coder()
    ranges = [[int(number) for number in row.split()] for row in _RANGE_LPS.split("|")]
    state = _SKIPPED_STATE
    for left in range(macroblocks - 1, -1, -1):
        coder.likely(ranges[state - _SKIPPED_STATE][coder.range >> 6 & 3])
        state = min(state + 1, _LAST_STATE)
        coder.terminate(last=left == 0)
    return "".join(coder.bits)


class _Coder:
    """The arithmetic encoder, as far as likely bins and the end of a slice need it."""

    def __init__(self) -> None:
        self.bits: list[str] = []
        self.range = 510
        self._low = self._outstanding = 0
        self._first = True

    def likely(self, range_of_other: int) -> None:
        """A bin of the more probable value."""
        self.range -= range_of_other
        self._renormalise()

    def terminate(self, last: bool) -> None:
        """The bin that says whether the slice ends here; its end includes the unit's stop bit."""
        self.range -= 2
        if not last:
            self._renormalise()
            return
        self._low += self.range
        self.range = 2
        self._renormalise()
        self._put(self._low >> 9 & 1)
        self.bits.append(f"{self._low >> 7 & 3 | 1:02b}")

    def _renormalise(self) -> None:
        while self.range < 256:
            if self._low < 256:
                self._put(0)
            elif self._low >= 512:
                self._low -= 512
                self._put(1)
            else:
                self._low -= 256
                self._outstanding += 1
            self.range <<= 1
            self._low <<= 1

    def _put(self, bit: int) -> None:
        if self._first:
            self._first = False
        else:
            self.bits.append(str(bit))
        self.bits.append(str(1 - bit) * self._outstanding)
        self._outstanding = 0


def _without_emulation(unit: bytes) -> bytes:
    return unit.replace(b"\x00\x00\x03", b"\x00\x00")


def _with_emulation(body: bytes) -> bytes:
    """Section 7.4.1: no three bytes in a row may look like a start code."""
    written = bytearray()
    zeros = 0
    for byte in body:
        if zeros == 2 and byte <= 3:
            written.append(3)
            zeros = 0
        written.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(written)
