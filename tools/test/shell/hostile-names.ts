import type { AwsClients } from '../../src/aws/aws-clients';

/** What stands at the end of every name: all that means something to a shell, to JSON, or to a terminal. */
export const HOSTILE = "x';$(id)`id` &|\n\"\\!<y>~#\r\t\u001b]0;PWNED\u0007\u001b[31m\u007f\u009b\u202e\u2028$&$'";

/** Names of the test account: of stack, stream, function, filter, log groups, cluster, bucket, queues, roles, key, region. */
const NAMES =
  /eks-sentinel-prod|prod-1|acme-eks-audit|MicrosoftSentinelEKSSqs|OIDC_MicrosoftSentinelRoleEKS|role\/[a-z]+|1234abcd|eu-west-1|us-east-1|^old-filter-\d$/g;

/** The value with every name in it hostile, also inside of JSON texts and of policies as IAM sends them. */
export function withHostileNames<T>(value: T): T {
  return inTexts(value, (text) => text.replace(NAMES, (name) => name + HOSTILE));
}

/** A word of a command as it would be by plain names; JSON stands in it up to two levels deep. */
export function byPlainNames(word: string): string {
  const once = JSON.stringify(HOSTILE).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  return [twice, once, HOSTILE].reduce((text, form) => text.replaceAll(form, ''), word);
}

/** Clients that know everything by its hostile name. */
export function hostileClients(clients: AwsClients): AwsClients {
  for (const client of Object.values(clients) as { send: (command: object) => Promise<unknown> }[]) {
    const send = client.send.bind(client);
    client.send = async (command) => {
      const input = inTexts((command as { input: unknown }).input, (text) => text.replaceAll(HOSTILE, ''));
      return withHostileNames(await send({ constructor: command.constructor, input }));
    };
  }
  return clients;
}

function inTexts<T>(value: T, change: (text: string) => string): T {
  return walk(value) as T;

  function walk(part: unknown): unknown {
    if (typeof part === 'string') return walkText(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null || Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, walk(member)]));
  }

  function walkText(text: string): string {
    if (text.startsWith('%7B')) return encodeURIComponent(walkText(decodeURIComponent(text)));
    return text.startsWith('{"') ? JSON.stringify(walk(JSON.parse(text))) : change(text);
  }
}
