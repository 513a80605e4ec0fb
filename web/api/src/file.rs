//! How was a file given? The words of scripts for [`Given`].

use countersign_core::Given;
use schemars::JsonSchema;
use serde::Deserialize;

/// How a file was given; it decides what is expected of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GivenV1 {
    /// As a certification authority to trust.
    Anchor,
    /// Found in a folder: other things may lie there too.
    Found,
    /// Named by the person.
    #[default]
    Named,
    /// As a revocation list or an OCSP response.
    RevocationList,
    /// As the certificate to verify.
    Target,
    /// As help for path building, not trusted.
    Untrusted,
}

impl GivenV1 {
    /// The same by its word, `anchor`; `None` for a word that is none of these.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "anchor" => Self::Anchor,
            "found" => Self::Found,
            "named" => Self::Named,
            "revocation-list" => Self::RevocationList,
            "target" => Self::Target,
            "untrusted" => Self::Untrusted,
            _ => return None,
        })
    }
}

impl From<GivenV1> for Given {
    fn from(given: GivenV1) -> Self {
        match given {
            GivenV1::Anchor => Self::Anchor,
            GivenV1::Found => Self::Found,
            GivenV1::Named => Self::Named,
            GivenV1::RevocationList => Self::RevocationList,
            GivenV1::Target => Self::Target,
            GivenV1::Untrusted => Self::Untrusted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GivenV1;

    #[test]
    fn a_word_is_the_name_that_the_types_have() {
        let schema = schemars::schema_for!(GivenV1).to_value();
        let words = schema.pointer("/oneOf").and_then(|words| words.as_array()).into_iter().flatten();
        let words: Vec<&str> = words.filter_map(|one| one.pointer("/const")?.as_str()).collect();
        assert_eq!(words.len(), 6, "{schema}");
        assert!(words.iter().all(|word| GivenV1::from_word(word).is_some()), "{words:?}");
    }
}
