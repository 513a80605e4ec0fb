//! Does somebody else agree? Whenever Countersign says `passed`, an independent validator accepts the same files too, or
//! `exceptions.json` cites the clause; checked both ways.

mod comparison;
mod mutants;
mod openssl;
mod order;
mod webpki;
