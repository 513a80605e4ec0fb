//! How does OpenSSH write values? As strings, each after its length.

/// RFC 4251 §5: the content of a string, which has its length in four bytes before it, and what follows; `None` where it was cut.
#[must_use]
pub fn ssh_string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}
