import type { AskedPolicyV1, CheckV1, GivenV1, ReportV1 } from "./types.js";

export type * from "./types.js";
export type { AskedPolicyV1 as Policy, CheckV1 as Check, ReportV1 as Report } from "./types.js";

/** A file, with more to say about it than its name. */
export interface File {
    /** How sentences call it. */
    origin: string;
    /** Its content. */
    bytes: Uint8Array | ArrayBuffer | string;
    /** How it was given; `named` when left out. */
    given?: GivenV1;
    /** The folders that tell whose hands it is in, `team-a`; none when left out. */
    place?: string;
}

/** What can be judged: the content of one file, files by their names, or files with more to say about each. */
export type Files = Uint8Array | ArrayBuffer | string | ReadonlyMap<string, Uint8Array | ArrayBuffer | string> | readonly File[];

/**
 * Judges files: the report that the command line prints with `--format json`. Problems with the files are findings of the
 * report; it throws only for a policy of another shape. Nothing is fetched, sent or kept.
 */
export function inspect(files: Files, policy?: AskedPolicyV1): ReportV1;

/** Why a check exists, where that is written, and how to cure it; `undefined` where no check has this code. */
export function explain(code: string): CheckV1 | undefined;

/** Every check, room by room. */
export function checks(): CheckV1[];
