import { TABLE_NAME } from '@eks-sentinel/schema';

/** One KQL text that is shipped as a file and, unless it only verifies, saved in the workspace. */
export interface KqlQuery {
  /** kebab-case; the name of the file. */
  readonly id: string;
  readonly group: 'functions' | 'verification' | 'health' | 'hunting';
  readonly title: string;
  /** One sentence: what the answer says, and what to do about it where that is not plain. */
  readonly description: string;
  readonly kql: string;
  /** The call that `answer` answers, for a function; otherwise the query itself is answered. */
  readonly usage?: string;
  /** A made-up answer for the documentation: the names of the result columns, then rows. */
  readonly answer: readonly (readonly string[])[];
  /** Present on a function: its name in KQL and its parameters. */
  readonly alias?: string;
  readonly parameters?: string;
  /** Present on a hunting query: MITRE ATT&CK tactics and techniques. */
  readonly tactics?: readonly string[];
  readonly techniques?: readonly string[];
}

/** The function that gives one row an event. */
export const UNIQUE_FUNCTION = 'AWSEKSLogsUnique';

/** The function that gives the members of RawEvent as columns. */
export const EXPANDED_FUNCTION = 'AWSEKSLogsExpanded';

/** The optional time range of a function, spelled as in the parsers of ASIM. */
export const TIME_PARAMETERS = 'starttime:datetime=datetime(null), endtime:datetime=datetime(null)';

/** The table, limited to the optional time range of a function. */
export const TABLE_IN_RANGE = `${TABLE_NAME}
| where (isnull(starttime) or TimeGenerated >= starttime) and (isnull(endtime) or TimeGenerated <= endtime)`;

/**
 * One row for each event that was delivered more than once. Two rows are duplicates only when cluster and whole event
 * are equal: an auditID alone can be set by the client with the Audit-ID header, and would let one request hide
 * others. The earliest TimeGenerated wins, because a late duplicate may carry the time of its receipt.
 */
export const WITHOUT_DUPLICATES =
  '| summarize arg_min(TimeGenerated, *) by ClusterName, EventHash = hash_sha256(tostring(RawEvent))';
