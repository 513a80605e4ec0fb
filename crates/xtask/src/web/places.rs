//! Which names of source files does the module carry? None: they were the places of panics, which are traps now.
//!
//! They stay in the data, for functions that no longer use a place are still called with one. Blank, they weigh next to
//! nothing, and the module no longer tells on which machine and in which folder it was built.

use wasmparser::{BinaryReader, DataSectionReader};

use crate::Error;

/// The data section of an object, every constant that is nothing but a source file's name blank.
pub(super) fn blank(section: &[u8]) -> Result<Vec<u8>, Error> {
    let mut made = section.to_vec();
    for data in DataSectionReader::new(BinaryReader::new(section, 0))? {
        let data = data?;
        // The bytes stand at the end of their entry.
        let bytes =
            data.range.end.checked_sub(data.data.len()).and_then(|start| made.get_mut(start..data.range.end));
        if let Some(bytes) = bytes.filter(|bytes| is_source_file(bytes)) {
            bytes.fill(0);
        }
    }
    Ok(made)
}

/// A path that ends in `.rs`, and nothing else; words that a person reads have spaces.
fn is_source_file(bytes: &[u8]) -> bool {
    let name = bytes.strip_suffix(&[0]).unwrap_or(bytes);
    let is_of_a_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\._-:".contains(byte);
    let has_folder = name.contains(&b'/') || name.contains(&b'\\');
    name.ends_with(b".rs") && has_folder && name.iter().all(is_of_a_path)
}

#[cfg(test)]
mod tests {
    use super::is_source_file;

    #[test]
    fn only_the_whole_name_of_a_source_file_is_blank() {
        assert!(is_source_file(b"/home/me/.cargo/registry/src/der-0.8.3/src/reader.rs\0"));
        assert!(is_source_file(b"crates/core/src/inspect.rs"));
        assert!(!is_source_file(b"see crates/core/src/inspect.rs"));
        assert!(!is_source_file(b"main.rs"));
        assert!(!is_source_file(b"/etc/ssl/server.cer"));
    }
}
