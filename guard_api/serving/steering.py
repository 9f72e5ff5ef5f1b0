"""Which of the sockets that share a port new connections come to, and how many wait there to be accepted.

Those that are steered past one wait at others. The kernel shares them out by a hash of the addresses, to sockets at
which nobody accepts as well.
"""

import ctypes
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress

_SO_ATTACH_FILTER, _SO_ATTACH_REUSEPORT_CBPF, _SO_DETACH_REUSEPORT_BPF = 26, 51, 68
"""From asm-generic/socket.h."""
_LOAD, _MODULO, _IF_EQUAL, _RETURN = 0x20, 0x94, 0x15, 0x06
"""From linux/bpf_common.h: BPF_LD | BPF_W | BPF_ABS, BPF_ALU | BPF_MOD | BPF_K, BPF_JMP | BPF_JEQ | BPF_K, BPF_RET."""
_RANDOM = 0xFFFFF000 + 56
"""From linux/filter.h: SKF_AD_OFF + SKF_AD_RANDOM."""

_UNACKED = 24
"""Where `tcpi_unacked` stands in linux/tcp.h's `tcp_info`: of a socket that listens, how many wait to be accepted."""

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand."""


def steer(listeners: Sequence[socket.socket], living: Sequence[int]) -> bool:
    """Let new connections come only to some of the sockets, evenly; to all as before where none is named.

    What waits at the others goes on waiting. Says whether the kernel can do it.
    """
    if sys.platform != "linux":
        return False
    try:
        if 0 < len(living) < len(listeners):
            _attach(listeners[0], _SO_ATTACH_REUSEPORT_CBPF, one_of(living))
        else:
            with suppress(FileNotFoundError):  # where nothing is attached
                listeners[0].setsockopt(socket.SOL_SOCKET, _SO_DETACH_REUSEPORT_BPF, 0)
    except OSError:
        return False
    return True


def one_of(living: Sequence[int]) -> Sequence[Instruction]:
    """Write the program that gives one of these numbers, at random."""
    chosen = [line for n, index in enumerate(living) for line in ((_IF_EQUAL, 0, 1, n), (_RETURN, 0, 0, index))]
    return [(_LOAD, 0, 0, _RANDOM), (_MODULO, 0, 0, len(living)), *chosen, (_RETURN, 0, 0, living[0])]


def drop_new(listeners: Sequence[socket.socket]) -> None:
    """Let nobody in any more. Raises PermissionError where the kernel asks for CAP_NET_ADMIN, as since Linux 6.18."""
    for listener in listeners:
        _attach(listener, _SO_ATTACH_FILTER, [(_RETURN, 0, 0, 0)])


def waiting(listener: socket.socket) -> int:
    """Count the connections that wait to be accepted; 0 where the kernel does not say."""
    if sys.platform != "linux":
        return 0
    info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _UNACKED + 4)
    return int(struct.unpack_from("I", info, _UNACKED)[0])


def _attach(listener: socket.socket, option: int, program: Sequence[Instruction]) -> None:
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("HL", len(program), ctypes.addressof(code)))
