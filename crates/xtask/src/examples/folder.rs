//! Where do the files go?

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
use super::readme;
use super::set::Set;

/// Replaces all that was generated before.
pub(super) fn replace(sound: &[Set], faulty: &[Set]) -> Result<(), Error> {
    let root = root();
    for generated in ["handoff", "sound", "faulty"] {
        let folder = root.join(generated);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    for set in sound.iter().chain(faulty) {
        for (name, bytes) in set.files.iter() {
            write(&root.join(&set.folder).join(name), bytes)?;
        }
        write(&root.join(&set.folder).join("README.md"), readme::of_set(set).as_bytes())?;
    }
    write(&root.join("README.md"), readme::index(sound, faulty).as_bytes())?;
    write(&root.join(".gitattributes"), GIT_ATTRIBUTES.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(())
}

/// The workspace's `examples` folder, from wherever the task is called.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

const GIT_ATTRIBUTES: &str = "\
# Every byte here is part of an example: no line end is converted, nothing but the READMEs is merged or shown as text.
* -text -diff -merge
*.md diff merge
";
