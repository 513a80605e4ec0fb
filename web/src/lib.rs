//! Countersign in the browser.
