import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as eks from '@aws-sdk/client-eks';
import * as firehose from '@aws-sdk/client-firehose';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';

import type { AwsClients } from '../../src/aws/aws-clients';
import { cliName } from '../../src/doctor/aws-command';

/** A command of the AWS CLI as the SDK sends it. */
export interface SdkCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly module: Readonly<Record<string, unknown>>;
  readonly client: keyof AwsClients;
}

const SERVICES: Readonly<Record<string, Service>> = {
  cloudformation: { module: cloudFormation, client: 'cloudFormation' },
  eks: { module: eks, client: 'eks' },
  firehose: { module: firehose, client: 'firehose' },
  iam: { module: iam, client: 'iam' },
  kms: { module: kms, client: 'kms' },
  lambda: { module: lambda, client: 'lambda' },
  logs: { module: logs, client: 'logs' },
  s3api: { module: s3, client: 's3' },
  sqs: { module: sqs, client: 'sqs' },
};

/** Schemas of the SDK: [kind, namespace, name, traits, input, output] and [kind, namespace, name, traits, members, schemas]. */
type Schema = readonly unknown[] | number | (() => Schema);

const STRUCTURE = 3;
const LIST = 1;
const MAP = 2;
/** Added to the number of a simple type. */
const LIST_OF = 64;
const MAP_OF = 128;

/** The commands of a line that a shell would run, `&&` between them; `$(...)` stands for what a command prints. */
export function splitCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of wordsOf(line)) {
    if (word === '&&') commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands;
}

/** The command as a call of the SDK; throws where the service, the operation or a parameter does not exist. */
export function parseCommand(words: readonly string[]): SdkCall {
  const [aws, service = '', operationWord = '', ...rest] = words;
  const known = SERVICES[service];
  if (aws !== 'aws' || known === undefined) throw new Error(`no service ${service}`);
  const name = Object.keys(known.module).find(
    (key) => key.endsWith('Command') && cliName(key) === `${operationWord}-command`,
  );
  if (name === undefined) throw new Error(`${service} has no operation ${operationWord}`);
  const Command = known.module[name] as new (input: object) => { schema: Schema };
  const shape = inputSchema(new Command({}).schema);
  const input: Record<string, unknown> = {};
  for (let index = 0; index < rest.length;) {
    const flag = rest[index++]!;
    const values: string[] = [];
    while (index < rest.length && !rest[index]!.startsWith('--')) values.push(rest[index++]!);
    if (flag === '--region' || flag === '--query' || flag === '--output') continue;
    const member = membersOf(shape).find(([key]) => `--${cliName(key)}` === flag);
    if (member === undefined) throw new Error(`${service} ${operationWord} has no parameter ${flag}`);
    input[member[0]] = valueOf(values, member[1], `${operationWord} ${flag}`);
  }
  return { service, operation: name.slice(0, -'Command'.length), input };
}

/** Sends the commands of a line, one after the other, as a shell would. */
export async function runCommands(clients: AwsClients, line: string): Promise<void> {
  for (const words of splitCommands(line)) {
    if (words[2] === 'wait') continue;
    await sendCommand(clients, words);
  }
}

async function sendCommand(clients: AwsClients, words: readonly string[]): Promise<unknown> {
  const filled: string[] = [];
  for (const word of words) filled.push(word.startsWith('$(') ? await printed(clients, word.slice(2, -1)) : word);
  const { service, operation, input } = parseCommand(filled);
  const { module, client } = SERVICES[service]!;
  const Command = module[`${operation}Command`] as new (input: object) => object;
  const sender = clients[client] as unknown as { send: (command: object) => Promise<unknown> };
  return sender.send(new Command(input));
}

/** What `--query <Member> --output text` prints. */
async function printed(clients: AwsClients, line: string): Promise<string> {
  const [words] = splitCommands(line) as [string[]];
  const answer = (await sendCommand(clients, words)) as Readonly<Record<string, unknown>>;
  return String(answer[words[words.indexOf('--query') + 1]!]);
}

/** Words as a shell parts them: quotes are taken off, `$(...)` stays together. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:'[^']*'|\\'|"\$\([^)]*\)"|[^\s'"\\])+)/y;
  while (pattern.lastIndex < line.trimEnd().length) {
    const match = pattern.exec(line);
    if (match === null) throw new Error(`a shell would stumble over: ${line}`);
    words.push(
      match[1]!.replace(/'([^']*)'|\\'|"(\$\([^)]*\))"/g, (whole, plain?: string, substitution?: string) =>
        whole === "\\'" ? "'" : (plain ?? substitution ?? ''),
      ),
    );
  }
  return words;
}

function inputSchema(operation: Schema): Schema {
  return unfold((operation as readonly Schema[])[4]!);
}

function unfold(schema: Schema): Schema {
  return typeof schema === 'function' ? unfold(schema()) : schema;
}

function membersOf(schema: Schema): [string, Schema][] {
  const [, , , , names, schemas] = schema as readonly unknown[] as [0, 0, 0, 0, string[], Schema[]];
  return names.map((name, index) => [name, memberSchema(schemas[index]!)]);
}

/** A member may carry traits beside its schema. */
function memberSchema(schema: Schema): Schema {
  const shape = unfold(schema);
  return Array.isArray(shape) && shape.length === 2 ? unfold(shape[0] as Schema) : shape;
}

function valueOf(words: readonly string[], schema: Schema, where: string): unknown {
  const kind: unknown = Array.isArray(schema) ? schema[0] : schema;
  if (typeof schema === 'number' && schema >= MAP_OF) return JSON.parse(words[0]!) as unknown;
  if (typeof schema === 'number' && schema >= LIST_OF) return words;
  if (kind === STRUCTURE || kind === MAP) return checked(JSON.parse(words[0]!), schema, where);
  if (kind === LIST) return /^[[{]/.test(words[0] ?? '') ? checked(JSON.parse(words[0]!), schema, where) : words;
  if (words.length === 0) return true;
  if (words.length > 1) throw new Error(`${where} takes one value`);
  return schema === 1 ? Number(words[0]) : words[0];
}

/** The value when it has only members that the schema knows; throws otherwise. */
function checked(value: unknown, schema: Schema, where: string): unknown {
  if (!Array.isArray(schema)) return value;
  if (schema[0] === STRUCTURE) {
    const members = new Map(membersOf(schema));
    for (const [name, member] of Object.entries(value as object)) {
      if (!members.has(name)) throw new Error(`${where} has no member ${name}`);
      checked(member, members.get(name)!, `${where}.${name}`);
    }
  }
  if (schema[0] === LIST)
    for (const member of value as unknown[]) checked(member, memberSchema(schema[4] as Schema), where);
  return value;
}
