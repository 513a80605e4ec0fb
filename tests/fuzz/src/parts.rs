//! How does one flat input become several? Lengths in front, cut to what is there, so that every input means something.

/// Two parts: a big-endian length of two bytes, the first part, and the rest.
#[must_use]
pub fn halves(input: &[u8]) -> (&[u8], &[u8]) {
    match input {
        [high, low, rest @ ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            rest.split_at(length.min(rest.len()))
        }
        short => (short, &[]),
    }
}

/// Any number of parts, each behind a byte that says what it is and its length as in [`halves`].
#[must_use]
pub fn chunks(mut input: &[u8]) -> Vec<(u8, &[u8])> {
    let mut chunks = Vec::new();
    while let [kind, rest @ ..] = input {
        let (chunk, after) = halves(rest);
        chunks.push((*kind, chunk));
        input = after;
    }
    chunks
}
