//! How does a panic become a trap? Whatever leads straight to one is cut out of the object before it is linked.
//!
//! A panic is a bug, and in the browser nobody reads its words: the module stops, and the page says so. Rust builds the
//! words all the same, at every place that could panic, and keeps what formats them. LLVM writes `unreachable` behind
//! every call that does not return; instructions from which every way leads there can only end in it, so they go, the
//! call with them. The linker then finds nobody who needs the words, their places and their formatting, and drops them.
//!
//! Format: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use std::ops::Range;

use wasmparser::{BinaryReader, FunctionBody, Operator, RelocAddendKind, RelocSectionReader};

use super::places;
use crate::Error;

/// The numbers of the sections of code and of data, and of those that only tools read.
const CODE: u8 = 10;
const DATA: u8 = 11;
const CUSTOM: u8 = 0;
/// The instruction that traps.
const UNREACHABLE: u8 = 0;
/// A module begins with its magic number and version.
const HEADER: usize = 8;

/// A relocatable object in which every panic is a trap.
pub(super) fn trapping(object: &[u8]) -> Result<Vec<u8>, Error> {
    let header = object.get(..HEADER).ok_or("no WebAssembly object")?;
    let mut made = header.to_vec();
    let mut reader = BinaryReader::new(object.get(HEADER..).unwrap_or_default(), 0);
    let mut moves = Moves::default();
    let (mut number, mut code) = (0, None);
    while !reader.eof() {
        let id = reader.read_u8()?;
        let length = usize::try_from(reader.read_var_u32()?)?;
        let content = reader.read_bytes(length)?;
        let replaced = match id {
            CODE => {
                code = Some(number);
                Some(moves.code(content)?)
            }
            DATA => Some(places::blank(content)?),
            CUSTOM => moves.relocations(content, code)?,
            _ => None,
        };
        let content = replaced.as_deref().unwrap_or(content);
        made.push(id);
        number_to(&mut made, content.len())?;
        made.extend_from_slice(content);
        number += 1;
    }
    Ok(made)
}

/// Which parts of the old code section are where in the new one; what is in none of them is gone.
#[derive(Default)]
struct Moves(Vec<(Range<usize>, usize)>);

impl Moves {
    /// The code section, shortened.
    fn code(&mut self, section: &[u8]) -> Result<Vec<u8>, Error> {
        let mut reader = BinaryReader::new(section, 0);
        let count = reader.read_var_u32()?;
        let mut made = Vec::with_capacity(section.len());
        number_to(&mut made, usize::try_from(count)?)?;
        for _ in 0..count {
            let body = reader.read_reader()?;
            let mut from = body.original_position();
            let end = reader.original_position();
            let parts = doomed_parts(&body)?;
            let cut: usize = parts.iter().map(|part| part.len() - 1).sum();
            number_to(&mut made, end - from - cut)?;
            for part in parts {
                self.keep(section, from..part.start, &mut made)?;
                made.push(UNREACHABLE);
                from = part.end;
            }
            self.keep(section, from..end, &mut made)?;
        }
        Ok(made)
    }

    fn keep(&mut self, section: &[u8], part: Range<usize>, made: &mut Vec<u8>) -> Result<(), Error> {
        self.0.push((part.clone(), made.len()));
        made.extend_from_slice(section.get(part).ok_or("a part outside its function")?);
        Ok(())
    }

    /// Where a byte of the old section is now.
    fn moved(&self, offset: usize) -> Option<usize> {
        let after = self.0.partition_point(|(old, _)| old.start <= offset);
        let (old, new) = self.0.get(after.checked_sub(1)?)?;
        old.contains(&offset).then(|| new + offset - old.start)
    }

    /// A section of relocations for the code, as the code is now; `None` for every other section.
    fn relocations(&self, section: &[u8], code: Option<u32>) -> Result<Option<Vec<u8>>, Error> {
        let mut reader = BinaryReader::new(section, 0);
        let name = reader.read_string()?;
        if name != "reloc.CODE" {
            return Ok(None);
        }
        let relocations = RelocSectionReader::new(reader.clone())?;
        if Some(relocations.section_index()) != code {
            return Err("relocations of the code came before it".into());
        }
        let (mut count, mut entries) = (0_usize, Vec::with_capacity(section.len()));
        for entry in relocations.entries() {
            let entry = entry?;
            let Some(offset) = self.moved(usize::try_from(entry.offset)?) else { continue };
            count += 1;
            #[expect(clippy::as_conversions, reason = "the format's own number of the kind")]
            entries.push(entry.ty as u8);
            number_to(&mut entries, offset)?;
            number_to(&mut entries, usize::try_from(entry.index)?)?;
            if entry.ty.addend_kind() != RelocAddendKind::None {
                leb128(&mut entries, entry.addend, true);
            }
        }
        let mut made = Vec::with_capacity(section.len());
        number_to(&mut made, name.len())?;
        made.extend_from_slice(name.as_bytes());
        number_to(&mut made, usize::try_from(relocations.section_index())?)?;
        number_to(&mut made, count)?;
        made.extend(entries);
        Ok(Some(made))
    }
}

/// The parts of a function from which every way leads to a trap, each up to the end of the block it stands in. One
/// `unreachable` says the same.
fn doomed_parts(body: &BinaryReader<'_>) -> Result<Vec<Range<usize>>, Error> {
    let mut operators = FunctionBody::new(body.clone()).get_operators_reader()?;
    let mut steps = Vec::new();
    while !operators.eof() {
        let (operator, at) = operators.read_with_offset()?;
        steps.push((Step::of(&operator)?, at));
    }
    let mut parts = Vec::new();
    // Where a part began, and how many blocks were opened in it.
    let mut part: Option<(usize, usize)> = None;
    for ((step, at), doomed) in steps.iter().zip(doomed(&steps)) {
        let (opens, closes) = (step.opens(), *step == Step::End);
        part = match part {
            None if doomed && !closes && *step != Step::Else => Some((*at, usize::from(opens))),
            None => None,
            Some((from, 0)) if closes || *step == Step::Else => {
                parts.push(from..*at);
                None
            }
            Some((from, depth)) => Some((from, depth + usize::from(opens) - usize::from(closes))),
        };
    }
    Ok(parts)
}

/// What matters of an instruction: where it goes on.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    Block,
    /// Jumps to one of these labels; counted outwards.
    Branch(Vec<u32>),
    /// Jumps, or goes on.
    BranchIf(u32),
    Else,
    End,
    If,
    /// Out of the function.
    Leave,
    Loop,
    /// To the next one.
    On,
    Trap,
}

impl Step {
    const fn opens(&self) -> bool {
        matches!(self, Self::Block | Self::If | Self::Loop)
    }

    fn of(operator: &Operator<'_>) -> Result<Self, Error> {
        Ok(match operator {
            Operator::Block { .. } => Self::Block,
            Operator::Br { relative_depth } => Self::Branch(vec![*relative_depth]),
            Operator::BrIf { relative_depth } => Self::BranchIf(*relative_depth),
            Operator::BrTable { targets } => {
                let mut labels = targets.targets().collect::<Result<Vec<_>, _>>()?;
                labels.push(targets.default());
                Self::Branch(labels)
            }
            Operator::Else => Self::Else,
            Operator::End => Self::End,
            Operator::If { .. } => Self::If,
            Operator::Loop { .. } => Self::Loop,
            Operator::Return | Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } => {
                Self::Leave
            }
            Operator::Try { .. } | Operator::TryTable { .. } => {
                return Err("the module catches exceptions; panics can't be made traps".into());
            }
            Operator::Unreachable => Self::Trap,
            _ => Self::On,
        })
    }
}

/// A block around the place that is looked at, from its end to its beginning.
struct Frame {
    /// Whether a jump to its label ends in a trap.
    label: bool,
    /// Whether what comes after it does.
    after: bool,
    /// Whether its `else` does.
    otherwise: Option<bool>,
}

/// For each step whether every way from it ends in a trap: asked from the last to the first.
fn doomed(steps: &[(Step, usize)]) -> Vec<bool> {
    let mut openings = openings(steps);
    let mut frames = Vec::<Frame>::new();
    let mut next = false;
    let mut answers: Vec<bool> = Vec::with_capacity(steps.len());
    for (step, _) in steps.iter().rev() {
        let label = |frames: &[Frame], depth: u32| {
            let depth = usize::try_from(depth).unwrap_or(usize::MAX);
            frames.iter().rev().nth(depth).is_some_and(|frame| frame.label)
        };
        next = match step {
            Step::End => {
                // Jumps to a loop go back to its beginning, which is not known yet; the function's own end returns.
                let is_loop = openings.pop().is_some_and(|opening| opening == Step::Loop);
                frames.push(Frame { label: next && !is_loop, after: next, otherwise: None });
                next
            }
            Step::Else => frames.last_mut().is_some_and(|frame| {
                frame.otherwise = Some(next);
                frame.after
            }),
            Step::If => {
                let frame = frames.pop();
                next && frame.is_some_and(|frame| frame.otherwise.unwrap_or(frame.after))
            }
            Step::Block | Step::Loop => {
                frames.pop();
                next
            }
            Step::Branch(labels) => labels.iter().all(|depth| label(&frames, *depth)),
            Step::BranchIf(depth) => next && label(&frames, *depth),
            Step::Leave => false,
            Step::Trap => true,
            Step::On => next,
        };
        answers.push(next);
    }
    answers.reverse();
    answers
}

/// What each `end` closes, the first `end` first.
fn openings(steps: &[(Step, usize)]) -> Vec<Step> {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (step, _) in steps {
        match step {
            Step::End => closed.push(open.pop().unwrap_or(Step::Block)),
            step if step.opens() => open.push(step.clone()),
            _ => {}
        }
    }
    closed
}

/// A number without sign in the format's own spelling, LEB128.
fn number_to(bytes: &mut Vec<u8>, number: usize) -> Result<(), Error> {
    leb128(bytes, i64::try_from(number)?, false);
    Ok(())
}

fn leb128(bytes: &mut Vec<u8>, mut number: i64, signed: bool) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        let is_last = match number {
            0 => !signed || low & 0x40 == 0,
            -1 => signed && low & 0x40 != 0,
            _ => false,
        };
        bytes.push(if is_last { low } else { low | 0x80 });
        if is_last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, doomed};

    fn asked(steps: &[Step]) -> Vec<bool> {
        doomed(&steps.iter().cloned().map(|step| (step, 0)).collect::<Vec<_>>())
    }

    #[test]
    fn a_straight_line_to_a_trap_is_doomed_from_its_beginning() {
        assert_eq!(asked(&[Step::On, Step::On, Step::Trap, Step::End]), [true, true, true, false]);
    }

    #[test]
    fn what_may_leave_a_block_before_the_trap_is_not_doomed() {
        let steps = [Step::Block, Step::BranchIf(0), Step::Trap, Step::End, Step::On, Step::End];
        assert_eq!(asked(&steps), [false, false, true, false, false, false]);
    }

    #[test]
    fn a_jump_to_where_a_trap_follows_is_doomed() {
        let steps = [Step::Block, Step::On, Step::Branch(vec![0]), Step::End, Step::Trap, Step::End];
        assert_eq!(asked(&steps), [true, true, true, true, true, false]);
    }

    #[test]
    fn an_if_is_doomed_only_when_both_its_ways_are() {
        let both = [Step::If, Step::Trap, Step::Else, Step::Trap, Step::End, Step::On, Step::End];
        let one = [Step::If, Step::Trap, Step::Else, Step::On, Step::End, Step::On, Step::End];
        assert_eq!(asked(&both).first(), Some(&true));
        assert_eq!(asked(&one).first(), Some(&false));
    }

    #[test]
    fn a_jump_back_in_a_loop_is_not_doomed() {
        let steps = [Step::Loop, Step::Branch(vec![0]), Step::End, Step::Trap, Step::End];
        assert_eq!(asked(&steps).get(1), Some(&false));
    }
}
