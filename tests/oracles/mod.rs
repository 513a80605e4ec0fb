//! Does somebody else agree? Whenever we say `passed`, an independent validator accepts too, or `exceptions.json` cites the
//! clause; and neither the order of files nor a damaged certificate changes that. What we refuse and others accept is only
//! counted: we are stricter, and the conformance suites judge that.

mod agreement;
mod answer;
mod certval;
mod chains;
mod chance;
mod mutants;
mod openssl;
mod order;
mod tree;
mod webpki;
