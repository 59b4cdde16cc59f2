import { membersOf, parseMessage, textOf } from './naive';
import type { Members } from './naive';
import type { Variant } from './variant';
import { eachRecord } from './variant';

/**
 * In the style of AWS's blueprint for CloudWatch Logs records: messages are parsed and written again, nothing is mapped.
 * https://docs.aws.amazon.com/firehose/latest/dev/lambda-blueprints.html
 */
const BLUEPRINT: Variant = {
  name: 'blueprint',
  label: "AWS blueprint's style: messages, unmapped",
  claim: 'other',
  keepsAllRules: false,
  invoke: eachRecord((data) => {
    const lines = parseMessage(data).logEvents.map(({ message }) => JSON.stringify(JSON.parse(message)) + '\n');
    return Buffer.from(lines.join('')).toString('base64');
  }),
};

/**
 * In the style of the official connector's transform: columns from a parsed event, a RawEvent of four members. Its
 * output is a fraction of a complete one, which saves it most of the encoding.
 * https://github.com/Azure/Azure-Sentinel/tree/master/Solutions/AWS%20EKS
 */
const FOUR_FIELDS: Variant = {
  name: 'four-fields',
  label: "official connector's style: 4-field RawEvent",
  claim: 'other',
  keepsAllRules: false,
  invoke: eachRecord((data) => {
    const lines = parseMessage(data).logEvents.map(({ message }) => JSON.stringify(fourFieldRow(message)) + '\n');
    return Buffer.from(lines.join('')).toString('base64');
  }),
};

function fourFieldRow(message: string): Members {
  const event = JSON.parse(message) as Members;
  const ref = membersOf(event['objectRef']);
  const name = textOf(ref['name']);
  const objectRef = name === '' ? '' : [ref['namespace'], ref['resource'], name].map(textOf).filter(Boolean).join('/');
  const annotations = membersOf(event['annotations']);
  const code = membersOf(event['responseStatus'])['code'] ?? 0;
  const user = textOf(membersOf(event['user'])['username']);
  const verb = textOf(event['verb']);
  return {
    TimeGenerated: textOf(event['requestReceivedTimestamp']),
    AwsAccountId: textOf(annotations['aws.amazon.com/account-id']),
    Region: textOf(annotations['aws.amazon.com/region']),
    ClusterName: textOf(annotations['aws.amazon.com/cluster-name']),
    Verb: verb,
    User: user,
    SourceIPs: event['sourceIPs'],
    UserAgent: textOf(event['userAgent']),
    ObjectRef: objectRef,
    ResponseCode: code,
    Stage: textOf(event['stage']),
    AuthDecision: textOf(annotations['authorization.k8s.io/decision']),
    RawEvent: { verb, user, objectRef, responseCode: code },
  };
}

/** What others do with the same records, in code of this project. */
export const PEERS: readonly Variant[] = [BLUEPRINT, FOUR_FIELDS];
