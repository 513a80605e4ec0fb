import type { Files, Policy, Report } from "./index.js";

/** Why the element could not show what it was given. */
export interface Refusal {
    /** What kind of reason it is. */
    reason: "failed" | "nothing-given" | "private-key" | "too-large" | "unexpected" | "unreadable";
    /** The reason in a sentence. */
    message: string;
}

/** `<countersign-inspector>`: importing this module defines it. */
export class CountersignInspector extends HTMLElement {
    /** Files by address or `#id`, separated by blanks. */
    src: string;
    /** The CAs to trust, the same way. */
    ca: string;
    /** What the certificate is to be used for: `any`, `client` or `server`. */
    purpose: string;
    /** Names that clients call the server by, separated by blanks. */
    host: string;
    /** The moment of judgement, RFC 3339, or a day. */
    at: string;
    /** The verdict, or codes of findings, that the author expects. */
    expect: string;
    /** `drop-zone`, `specimen`, `badge`, `board` or `handshake`. */
    view: string;
    /** More of how to judge than attributes say. */
    policy: Policy;
    /** The last report. */
    readonly report: Report | null;
    /** Judges files, shows the answer and gives the report. */
    inspect(files: Files | FileList | readonly globalThis.File[]): Promise<Report>;
    /** Forgets files that were given. */
    reset(): void;
}

declare global {
    interface HTMLElementTagNameMap {
        "countersign-inspector": CountersignInspector;
    }
    interface HTMLElementEventMap {
        "countersign-report": CustomEvent<Report>;
        "countersign-error": CustomEvent<Refusal>;
    }
}
