//! Which parts are there in the handoff? The seven files of the two teams, and what else may lie beside them.

use crate::model::Kind;
use crate::policy::Team;

/// The part an item plays.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The certification authority both sides trust.
    CaCertificate,
    /// The CA's private key; leaves nobody's house.
    CaKey,
    /// The client's certificate.
    ClientCertificate,
    /// The client's private key.
    ClientKey,
    /// The client's certification request.
    ClientRequest,
    /// A CA between the trusted one and an end entity.
    IntermediateCertificate,
    /// A certificate revocation list.
    RevocationList,
    /// The server's certificate.
    ServerCertificate,
    /// The server's private key.
    ServerKey,
    /// The server's certification request.
    ServerRequest,
    /// Understood, and belongs to nothing here.
    Stray,
    /// Not understood.
    Unrecognized,
}

/// Which end of the connection a key pair serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The device that asks.
    Client,
    /// The cloud that answers.
    Server,
}

impl Side {
    /// `server`, `client`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    /// The other end.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }

    /// The role of this side's private key.
    #[must_use]
    pub const fn key(self) -> Role {
        match self {
            Self::Client => Role::ClientKey,
            Self::Server => Role::ServerKey,
        }
    }

    /// The role of this side's request.
    #[must_use]
    pub const fn request(self) -> Role {
        match self {
            Self::Client => Role::ClientRequest,
            Self::Server => Role::ServerRequest,
        }
    }

    /// The role of this side's certificate.
    #[must_use]
    pub const fn certificate(self) -> Role {
        match self {
            Self::Client => Role::ClientCertificate,
            Self::Server => Role::ServerCertificate,
        }
    }

    /// The team that makes and holds this side's key.
    #[must_use]
    pub const fn team(self) -> Team {
        match self {
            Self::Client => Team::TeamB,
            Self::Server => Team::TeamA,
        }
    }
}

impl Role {
    /// The kind of object that can play it; `None` where any can, or none.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::CaCertificate
            | Self::ClientCertificate
            | Self::IntermediateCertificate
            | Self::ServerCertificate => Some(Kind::Certificate),
            Self::CaKey | Self::ClientKey | Self::ServerKey => Some(Kind::PrivateKey),
            Self::ClientRequest | Self::ServerRequest => Some(Kind::CertificationRequest),
            Self::RevocationList => Some(Kind::RevocationList),
            Self::Stray | Self::Unrecognized => None,
        }
    }

    /// The role as a person would say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::CaCertificate => "CA certificate",
            Self::CaKey => "CA private key",
            Self::ClientCertificate => "client certificate",
            Self::ClientKey => "client private key",
            Self::ClientRequest => "client request",
            Self::IntermediateCertificate => "intermediate certificate",
            Self::RevocationList => "revocation list",
            Self::ServerCertificate => "server certificate",
            Self::ServerKey => "server private key",
            Self::ServerRequest => "server request",
            Self::Stray => "belongs to nothing here",
            Self::Unrecognized => "not recognised",
        }
    }

    /// Its name in JSON and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CaCertificate => "ca-certificate",
            Self::CaKey => "ca-key",
            Self::ClientCertificate => "client-certificate",
            Self::ClientKey => "client-key",
            Self::ClientRequest => "client-request",
            Self::IntermediateCertificate => "intermediate-certificate",
            Self::RevocationList => "revocation-list",
            Self::ServerCertificate => "server-certificate",
            Self::ServerKey => "server-key",
            Self::ServerRequest => "server-request",
            Self::Stray => "stray",
            Self::Unrecognized => "unrecognized",
        }
    }

    /// The role of this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        const ALL: [Role; 12] = [
            Role::CaCertificate,
            Role::CaKey,
            Role::ClientCertificate,
            Role::ClientKey,
            Role::ClientRequest,
            Role::IntermediateCertificate,
            Role::RevocationList,
            Role::ServerCertificate,
            Role::ServerKey,
            Role::ServerRequest,
            Role::Stray,
            Role::Unrecognized,
        ];
        ALL.into_iter().find(|role| role.code() == code)
    }

    /// The side of the connection it serves, if one.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::ClientCertificate | Self::ClientKey | Self::ClientRequest => Some(Side::Client),
            Self::ServerCertificate | Self::ServerKey | Self::ServerRequest => Some(Side::Server),
            _ => None,
        }
    }

    /// The team that provides it.
    #[must_use]
    pub const fn provider(self) -> Team {
        match self {
            Self::ServerKey | Self::ServerRequest => Team::TeamA,
            _ => Team::TeamB,
        }
    }
}

/// One row of the table of seven files.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The usual file name.
    pub file: &'static str,
    /// Where it is used.
    pub equipment: &'static str,
    /// The part it plays.
    pub role: Role,
}

/// The seven files that change hands, in the order of the table.
pub const SLOTS: [Slot; 7] = [
    Slot { file: "server_key.pem", equipment: "Cloud", role: Role::ServerKey },
    Slot { file: "server.csr", equipment: "Cloud", role: Role::ServerRequest },
    Slot { file: "server.cer", equipment: "Cloud", role: Role::ServerCertificate },
    Slot { file: "client.pem", equipment: "Device", role: Role::ClientKey },
    Slot { file: "client.csr", equipment: "Device", role: Role::ClientRequest },
    Slot { file: "client.cer", equipment: "Device", role: Role::ClientCertificate },
    Slot { file: "CA", equipment: "Cloud/Device", role: Role::CaCertificate },
];
