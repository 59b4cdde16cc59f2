/**
 * The most log events of one message that are read. A record of 1,000 KiB holds 30 MB of audit events at most
 * (compression up to 30:1), and the shortest of them takes 550 bytes with its log event around it: some 55,000. A crafted
 * record of 64 KB can hold 32 million, and reading them would take all of an invocation from its neighbours.
 */
export const MAX_LOG_EVENTS = 100_000;
