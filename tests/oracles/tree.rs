//! How is a certificate taken apart and put together again? A tree of DER that encodes whatever was done to it.

/// One value, with its parts where it has some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) tag: u8,
    pub(super) content: Content,
    /// Its length is written with a byte more than it needs, as BER may and DER may not.
    pub(super) long_length: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Nodes(Vec<Node>),
}

impl Node {
    /// A primitive or ready-made value.
    pub(super) const fn of(tag: u8, bytes: Vec<u8>) -> Self {
        Self { tag, content: Content::Bytes(bytes), long_length: false }
    }

    /// Reads one value that fills `der`, whatever lies in extensions included.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        match read_all(der)?.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let content = match &self.content {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Nodes(nodes) => nodes.iter().flat_map(Self::encode).collect(),
        };
        let mut out = vec![self.tag];
        let length = content.len();
        match (length, self.long_length) {
            (0..=0x7f, false) => out.push(u8::try_from(length).unwrap()),
            (0..=0xff, false) | (0..=0x7f, true) => out.extend([0x81, u8::try_from(length).unwrap()]),
            (_, false) | (0..=0xff, true) => {
                out.push(0x82);
                out.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            (_, true) => {
                out.extend([0x83, 0]);
                out.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
        }
        out.extend(content);
        out
    }

    /// Its parts.
    pub(super) fn nodes(&self) -> &[Self] {
        match &self.content {
            Content::Bytes(_) => &[],
            Content::Nodes(nodes) => nodes,
        }
    }

    /// Its parts, to change them.
    pub(super) fn nodes_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.content {
            Content::Bytes(_) => None,
            Content::Nodes(nodes) => Some(nodes),
        }
    }

    /// The part at the end of a path of places.
    pub(super) fn at(&mut self, path: &[usize]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        self.nodes_mut()?.get_mut(*first)?.at(rest)
    }

    /// The paths to every part, itself left out.
    pub(super) fn paths(&self) -> Vec<Vec<usize>> {
        let mut paths = Vec::new();
        for (place, node) in self.nodes().iter().enumerate() {
            paths.push(vec![place]);
            paths.extend(node.paths().into_iter().map(|path| [vec![place], path].concat()));
        }
        paths
    }
}

fn read_all(mut der: &[u8]) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    while let [tag, length, rest @ ..] = der {
        let (length, rest) = match length {
            0..=0x7f => (usize::from(*length), rest),
            0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
            0x82 => (usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?])), rest.get(2..)?),
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        // Extensions wrap their value in an OCTET STRING; a key identifier that happens to look like DER does no harm.
        let wraps = tag & 0x20 != 0 || (*tag == 0x04 && content.first() == Some(&0x30));
        let parts = if wraps { read_all(content) } else { None };
        let content = parts.map_or_else(|| Content::Bytes(content.to_vec()), Content::Nodes);
        nodes.push(Node { tag: *tag, content, long_length: false });
        der = after;
    }
    der.is_empty().then_some(nodes)
}
