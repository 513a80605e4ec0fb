//! Makes keys, requests and certificates.
