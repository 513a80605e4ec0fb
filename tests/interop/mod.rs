//! Do the predictions hold when the handshakes are spoken? Every example, in every version, and who else was asked.

mod agreement;
mod examples;
mod gnutls;
mod java;
mod openssl;
mod page;
mod stack;
