/** The parts of a delivery stream's ARN that a client needs; both undefined for a text of another form. */
export interface StreamName {
  readonly region: string | undefined;
  readonly name: string | undefined;
}

const STREAM_ARN = /^arn:[a-z-]+:firehose:([a-z0-9-]+):\d{12}:deliverystream\/([A-Za-z0-9_.-]{1,64})$/;

/** Region and name of a stream by its ARN. Source: https://docs.aws.amazon.com/firehose/latest/APIReference/ */
export function parseStreamArn(arn: unknown): StreamName {
  const match = typeof arn === 'string' ? STREAM_ARN.exec(arn) : null;
  return { region: match?.[1], name: match?.[2] };
}
