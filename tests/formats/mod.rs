//! Is every form read that keys, requests and certificates come in? Public suites, real producers, hostile files.

mod budgets;
mod consistency;
mod damage;
mod doctor;
mod files;
mod hostile;
mod packed;
mod page;
mod pairs;
mod producers;
mod stores;
mod unread;
mod values;
mod workshop;
