//! What lies in `examples/`? Sound handoffs to learn from, and faulty ones, each with one fault and a README about it.
//!
//! A set is made by one function that reads like its story: take a sound handoff, do what somebody did wrong, say what
//! Countersign must find. [`sound`] and [`faulty`] list them, [`parties`] plays the two teams, [`set`] says what a set is,
//! [`readme`] writes the words down and [`folder`] the files. Nothing is verified here: the test suite reads the
//! expectations from the READMEs and runs Countersign.

mod bytes;
mod faulty;
mod folder;
mod parties;
mod readme;
mod set;
mod sound;

use crate::Error;

/// Makes every set anew and replaces the folder's content.
pub(crate) fn run() -> Result<(), Error> {
    let sound = sound::sets()?;
    let faulty = faulty::sets()?;
    folder::replace(&sound, &faulty)
}
