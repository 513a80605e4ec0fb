//! Where are the objects in it? From an artifact's bytes to blocks: PEM, DER one after the other, bare base64, lines of OpenSSH.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::asn1::{Reader, Tag};
use crate::model::{Kind, TraditionalEncryption, ssh_line, ssh_public_key};
use crate::policy::Policy;

use super::archive::is_archive;
use super::armor::{self, Armored};
use super::artifact::Artifact;
use super::{doctor, layout, outside};

/// Something about an artifact that is not as it should be, though it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Irregularity {
    /// Base64 without BEGIN and END lines.
    BareBase64,
    /// Values in base64 that are objects or PEM texts, as in a Secret of Kubernetes.
    Base64Inside,
    /// Bytes that no text has stand beside the blocks, first at this offset.
    BinaryOutside(usize),
    /// A line beside the blocks that looks like a boundary and is none, first at this offset.
    BoundaryDamaged(usize),
    /// A UTF-8 byte-order mark in front.
    ByteOrderMark,
    /// Line breaks written as `\n`.
    EscapedLineBreaks,
    /// A block that other programs do not find or read: where it begins, and why, as the rest of a sentence about it.
    Layout(usize, &'static str),
    /// `>` before the lines.
    MailQuoting,
    /// So many blocks without an END line, which were read all the same.
    MissingEndLines(usize),
    /// The text ends without a line break.
    NoFinalNewline,
    /// Quoted-printable, as mail is sent.
    QuotedPrintable,
    /// So many bytes that are neither a block nor white space, first at this offset.
    TextOutside(usize),
    /// Larger than the limit, in bytes; not read.
    TooLarge(usize),
    /// More blocks than the limit; the rest was not read.
    TooManyBlocks(usize),
    /// So many bytes after a DER object.
    TrailingBytes(usize),
    /// Dashes where boundaries have hyphens.
    TypographicDashes,
    /// UTF-16 text.
    Utf16,
}

/// How a block was wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockForm {
    /// Bare base64.
    Base64,
    /// DER as such.
    Der,
    /// Inside a container of this kind, and the name it has there (PKCS#12's friendlyName).
    Inside(Kind, Option<String>),
    /// Not readable as any form.
    None,
    /// A line as OpenSSH writes public keys, held as SubjectPublicKeyInfo.
    OpenSsh,
    /// PEM with this label.
    Pem(String),
}

/// One object inside an artifact: where it is, how it was wrapped, and its DER.
#[derive(Debug)]
pub struct Block {
    /// Bytes of the block in the artifact as given; `None` where they don't correspond (UTF-16).
    pub span: Option<Range<usize>>,
    /// How it was wrapped.
    pub form: BlockForm,
    /// The DER, or why there is none. It may hold a key; it is wiped on drop.
    pub der: Result<Zeroizing<Vec<u8>>, String>,
    /// How an old encrypted PEM block is sealed; its content is no DER then.
    pub sealed: Option<TraditionalEncryption>,
}

/// What was found in one artifact.
#[derive(Debug, Default)]
pub struct Intake {
    /// The objects, in order.
    pub blocks: Vec<Block>,
    /// What is not as it should be.
    pub irregularities: Vec<Irregularity>,
}

/// Finds the blocks of `artifact` without decoding what they say, for views of bytes.
#[must_use]
pub fn find_blocks(artifact: &Artifact, policy: &Policy) -> Intake {
    take_in(artifact, policy, policy.limits.blocks)
}

/// Finds the blocks of `artifact`, at most `most_blocks`.
pub(crate) fn take_in(artifact: &Artifact, policy: &Policy, most_blocks: usize) -> Intake {
    let bytes = artifact.bytes();
    if bytes.len() > policy.limits.artifact_bytes {
        return Intake { blocks: Vec::new(), irregularities: vec![Irregularity::TooLarge(bytes.len())] };
    }
    // What could not be unpacked is no text, whatever its files begin with.
    if is_archive(bytes) {
        return Intake::default();
    }
    if bytes.first() == Some(&0x30) && !looks_like_text(bytes) {
        return der_blocks(bytes, most_blocks);
    }
    let treated = doctor::treat(bytes);
    let mut intake = text_blocks(&treated.bytes, treated.shift, most_blocks);
    // What stands around values is nothing that anybody need be told about.
    if treated.irregularities.contains(&Irregularity::Base64Inside) {
        intake.irregularities.retain(|one| !matches!(one, Irregularity::TextOutside(_)));
    }
    intake.irregularities.splice(0..0, treated.irregularities);
    intake
}

/// `0` is also a digit: text that begins with it is printable throughout its beginning.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    bytes.iter().take(64).all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'))
}

/// One DER object after the other, as far as they can be told apart.
fn der_blocks(bytes: &[u8], most: usize) -> Intake {
    let mut intake = Intake::default();
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let start = reader.offset();
        if intake.blocks.len() == most {
            intake.irregularities.push(Irregularity::TooManyBlocks(most));
            break;
        }
        match reader.next("DER object") {
            Ok(tlv) if tlv.tag == Tag::SEQUENCE => intake.blocks.push(der_block(tlv.span(), tlv.bytes)),
            // The first object may be damaged in its header: it is kept whole, so that the damage can be named.
            _ if start == 0 => {
                intake.blocks.push(der_block(0..bytes.len(), bytes));
                break;
            }
            _ => {
                intake.irregularities.push(Irregularity::TrailingBytes(bytes.len() - start));
                break;
            }
        }
    }
    intake
}

fn der_block(span: Range<usize>, bytes: &[u8]) -> Block {
    Block { span: Some(span), form: BlockForm::Der, der: Ok(Zeroizing::new(bytes.to_vec())), sealed: None }
}

fn text_blocks(text: &[u8], shift: Option<usize>, most: usize) -> Intake {
    let (armored, more) = armor::blocks(text, most);
    if armored.is_empty() {
        let lines = ssh_lines(text, shift, most);
        let mut intake = if lines.blocks.is_empty() { bare_base64(text, shift) } else { lines };
        let outside = outside::irregularities(&[(0, text)]).into_iter();
        intake.irregularities.extend(outside.filter(|one| matches!(one, Irregularity::BoundaryDamaged(_))));
        return intake;
    }
    let gaps = outside::gaps(text, &armored);
    let mut irregularities = outside::irregularities(&gaps);
    if !matches!(text.last(), Some(b'\n' | b'\r')) {
        irregularities.push(Irregularity::NoFinalNewline);
    }
    let cut = armored.iter().filter(|block| block.has_no_end && block.decoded.is_ok()).count();
    if cut > 0 {
        irregularities.push(Irregularity::MissingEndLines(cut));
    }
    if more {
        irregularities.push(Irregularity::TooManyBlocks(most));
    }
    // What was repaired is told as that.
    if let Some(shift) = shift {
        let readable = armored.iter().filter(|block| block.decoded.is_ok() && !block.has_no_end);
        let fault = |block: &Armored| layout::fault(text, &block.span).map(|why| (block.span.start, why));
        let first = readable.filter_map(fault).next();
        irregularities.extend(first.map(|(start, why)| Irregularity::Layout(start + shift, why)));
    }
    let blocks = armored.into_iter().map(|block| Block {
        span: shift.map(|shift| block.span.start + shift..block.span.end + shift),
        form: BlockForm::Pem(block.label),
        der: block.decoded,
        sealed: block.sealed,
    });
    let mut intake = with_ssh_lines(blocks.collect(), &gaps, shift, most);
    irregularities.append(&mut intake.irregularities);
    Intake { irregularities, ..intake }
}

/// Keys of OpenSSH may stand on lines between the blocks; everything in the order of the text.
fn with_ssh_lines(armored: Vec<Block>, gaps: &[(usize, &[u8])], shift: Option<usize>, most: usize) -> Intake {
    let mut left = most.saturating_sub(armored.len());
    let mut armored = armored.into_iter();
    let mut intake = Intake { blocks: Vec::with_capacity(armored.len()), irregularities: Vec::new() };
    for (start, gap) in gaps {
        let lines = ssh_lines(gap, shift.map(|shift| shift + start), left);
        left -= lines.blocks.len();
        intake.blocks.extend(lines.blocks);
        intake.irregularities.extend(lines.irregularities);
        intake.blocks.extend(armored.next());
    }
    intake
}

/// Public keys of OpenSSH, one a line.
fn ssh_lines(text: &[u8], shift: Option<usize>, most: usize) -> Intake {
    let mut intake = Intake::default();
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let span = start..start + line.len();
        start = span.end;
        let Some(blob) = ssh_line(line) else { continue };
        if intake.blocks.len() == most {
            intake.irregularities.push(Irregularity::TooManyBlocks(most));
            break;
        }
        let key = armor::decode_base64(blob).and_then(|blob| ssh_public_key(&blob));
        let der =
            key.map(Zeroizing::new).ok_or_else(|| "it is no SSH public key that is known here".to_owned());
        let span = shift.map(|shift| span.start + shift..span.end + shift);
        intake.blocks.push(Block { span, form: BlockForm::OpenSsh, der, sealed: None });
    }
    intake
}

fn bare_base64(text: &[u8], shift: Option<usize>) -> Intake {
    let mut digits = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    let alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // A DER SEQUENCE begins 0x30, in base64 `M`.
    if digits.clone().next() != Some(&b'M') || digits.clone().count() < 32 || !digits.all(alphabet) {
        return Intake::default();
    }
    let der = armor::decode_base64(text)
        .ok_or_else(|| "its base64 text is incomplete or has stray padding".to_owned());
    let span = shift.map(|shift| shift..text.len() + shift);
    Intake {
        blocks: vec![Block { span, form: BlockForm::Base64, der, sealed: None }],
        irregularities: vec![Irregularity::BareBase64],
    }
}
