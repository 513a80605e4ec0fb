//! What stands in the memory of this process? All that is mapped and can be written: what is freed, and the stack, included.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use zeroize::Zeroizing;

/// Which of `pieces` stand in this process's writable memory, each with the name of the mapping.
pub(crate) fn found(pieces: &[Piece]) -> Vec<String> {
    const CHUNK: usize = 1 << 20;
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut chunk = Zeroizing::new(vec![0_u8; CHUNK + LENGTH]);
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let (range, flags) = (words.next().unwrap(), words.next().unwrap());
        let (from, to) = range.split_once('-').unwrap();
        let (mut at, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        while flags.starts_with("rw") && at < to {
            // It is part of this memory too.
            chunk.fill(0);
            let length = memory.read_at(&mut chunk, at).unwrap();
            let here = pieces.iter().filter(|piece| piece.is_in(&chunk[..length]));
            found.extend(here.map(|piece| format!("{} in {:?}", piece.what, line)));
            at += CHUNK as u64;
        }
    }
    found
}

/// Part of a secret, masked.
pub(crate) struct Piece {
    what: String,
    masked: u128,
}

pub(crate) const LENGTH: usize = 16;
const MASK: u128 = 0xa53c_96f0_5ac3_690f_a53c_96f0_5ac3_690f;

impl Piece {
    pub(crate) fn new(what: String, secret: &[u8]) -> Self {
        let mut masked = MASK.to_le_bytes();
        for (mask, byte) in masked.iter_mut().zip(secret) {
            *mask ^= byte;
        }
        Self { what, masked: u128::from_le_bytes(masked) }
    }

    fn is_in(&self, memory: &[u8]) -> bool {
        // Not the whole of it at once, or it would stand on the stack.
        let first = self.masked.to_le_bytes()[0] ^ MASK.to_le_bytes()[0];
        let is_here = |at: usize| {
            let bytes = memory.get(at..).and_then(|rest| rest.first_chunk());
            bytes.is_some_and(|bytes| u128::from_le_bytes(*bytes) ^ MASK == self.masked)
        };
        memchr::memchr_iter(first, memory).any(is_here)
    }
}
