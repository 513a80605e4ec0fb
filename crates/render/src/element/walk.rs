//! What happens at each step of the handshakes, and with which of these files?

use countersign_core::Report;
use countersign_core::bundle::{Role, Side};
use countersign_core::report::{HandshakeStory, Narrative, StepStory};
use maud::{Markup, html};

use crate::html::symbol;

/// Who does what at a step, drawn between the client on the left and the server on the right.
#[derive(Clone, Copy)]
enum Lane {
    Both,
    Client,
    Server,
    ToClient,
    ToServer,
}

/// The lanes and the file at work at each step of the one-way handshake.
const ONE_WAY: [(Lane, Option<Role>); 5] = [
    (Lane::ToServer, None),
    (Lane::ToClient, SERVER),
    (Lane::Client, CA),
    (Lane::Both, None),
    (Lane::Both, None),
];
/// The same of the two-way handshake.
const TWO_WAY: [(Lane, Option<Role>); 6] = [
    (Lane::ToServer, None),
    (Lane::ToClient, SERVER),
    (Lane::Client, CA),
    (Lane::ToServer, CLIENT),
    (Lane::Server, CA),
    (Lane::Both, None),
];
const SERVER: Option<Role> = Some(Side::Server.certificate());
const CLIENT: Option<Role> = Some(Side::Client.certificate());
const CA: Option<Role> = Some(Role::CaCertificate);

/// Every handshake of the story.
pub(super) fn walk(report: &Report, story: &Narrative) -> Markup {
    html! {
        @if story.handshakes.is_empty() {
            p.quiet { "There is no handshake to tell: none of these files has a part in one." }
        }
        @for (index, handshake) in story.handshakes.iter().enumerate() { (one(report, handshake, index)) }
    }
}

/// One handshake. A step that is chosen tells more; the buttons go on and back.
fn one(report: &Report, handshake: &HandshakeStory, index: usize) -> Markup {
    let lanes: &[(Lane, Option<Role>)] =
        if handshake.steps.len() == TWO_WAY.len() { &TWO_WAY } else { &ONE_WAY };
    let title = format!("{} handshake", handshake.title);
    html! {
        div.walk part="handshake" role="group" aria-label=(title) data-walk=(index) {
            p.title part="title" { b { (title) } }
            p.peers aria-hidden="true" { span { "client" } span { "server" } }
            ol {
                @for (step, (lane, role)) in handshake.steps.iter().zip(lanes) { (step_line(report, step, *lane, *role)) }
            }
            p.buttons {
                button type="button" part="button" data-go="-1" { "Back" } " "
                button type="button" part="button" data-go="1" { "Next" }
            }
        }
    }
}

fn step_line(report: &Report, step: &StepStory, lane: Lane, role: Option<Role>) -> Markup {
    html! {
        li class=(step.mark.name()) part="step" {
            button type="button" data-step {
                (symbol(step.mark)) " " (step.number) ". " (step.title)
                " " span class={ "lane " (lane.name()) } { span.unseen { "(" (lane.words()) ")" } }
            }
            div.more {
                @if let Some(role) = role { p { (role.words()) ": " (files(report, role)) } }
                p { small { "In TLS: " (step.detail) } }
                @for line in &step.wire { p { small { (line) } } }
            }
        }
    }
}

/// The files that have this part.
fn files(report: &Report, role: Role) -> Markup {
    let items = report.bundle.items.iter().enumerate().filter(|(_, item)| item.role == role);
    let details: Vec<_> = items.filter_map(|(index, _)| report.detail(index)).collect();
    html! {
        @if details.is_empty() { "not among these files" }
        @for (index, detail) in details.iter().enumerate() {
            @if index > 0 { ", " }
            code { (detail.name) } " " (detail.title)
        }
    }
}

impl Lane {
    const fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Client => "client",
            Self::Server => "server",
            Self::ToClient => "to-client",
            Self::ToServer => "to-server",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Both => "both ways",
            Self::Client => "at the client",
            Self::Server => "at the server",
            Self::ToClient => "from server to client",
            Self::ToServer => "from client to server",
        }
    }
}
