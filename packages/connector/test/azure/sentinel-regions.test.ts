import { COLUMNS } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { writeColumnTable, writeParameterTable, writeQueryCatalogue } from '../../src/index';

describe('regions of docs/sentinel.md', () => {
  it('tells name, type, meaning and origin of every column', () => {
    expect(writeColumnTable(COLUMNS)).toBe(
      [
        '| column of AWSEKSLogs_CL | type | meaning | from |',
        '| --- | --- | --- | --- |',
        '| TimeGenerated | datetime | When the stage of the request was reached (UTC, microseconds) | `stageTimestamp`, `requestReceivedTimestamp`, else the time of the log event |',
        '| AwsAccountId | string | The AWS account that owns the cluster | the subscription message |',
        '| Region | string | The AWS region of the cluster | the subscription message |',
        '| ClusterName | string | The name of the EKS cluster | the subscription message |',
        '| Verb | string | The Kubernetes verb of the request: get, list, watch, create, update, patch, delete, ... | `verb` |',
        '| User | string | The authenticated user name; never the impersonated one | `user.username` |',
        '| SourceIPs | dynamic | The IP addresses that the request came from, as an array of strings | `sourceIPs` |',
        '| UserAgent | string | What the client says it is | `userAgent` |',
        '| ObjectRef | string | The object of the request as [namespace/]resource/name[/subresource], or the request path | `objectRef`, else `requestURI` |',
        '| ResponseCode | int | The HTTP status code of the response; null when the event carries none | `responseStatus.code` |',
        '| Stage | string | The audit stage: RequestReceived, ResponseStarted, ResponseComplete or Panic | `stage` |',
        '| AuthDecision | string | The decision of the authorizer: allow or forbid | `annotations["authorization.k8s.io/decision"]` |',
        '| RawEvent | dynamic | The complete audit event, its text unchanged | the whole audit event |',
      ].join('\n'),
    );
  });

  it('tells which parameters have to be given', () => {
    const rows = writeParameterTable().split('\n');

    expect(rows.filter((row) => row.includes('| required |')).map((row) => row.split(' ')[1])).toEqual([
      'workspaceName',
      'roleArn',
      'queueUrls',
    ]);
    expect(rows).toContain(
      '| plan | string | `"Analytics"` | Plan of the table; functions, hunting and analytics rules need Analytics |',
    );
  });

  it('shows every query with an example of its answer, and no bar that would break a table', () => {
    const catalogue = writeQueryCatalogue();

    expect(catalogue.match(/^#### /gm)).toHaveLength(25);
    expect(catalogue.match(/Example of an answer:|Answer when all is well:/g)).toHaveLength(25);
    expect(catalogue).toContain('| ClusterName | Code | Rows | LastRow |');
  });
});
