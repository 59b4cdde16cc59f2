import { isAllowedValue } from './check-parameter';
import { PARAMETERS, type StackParameter } from './parameters';
import { clusterParts, type StackParts } from './stack-parts';
import type { TemplateParameter } from './template';

/** Values of a stage, as the Serverless Framework resolved them. */
export type StageValues = Readonly<Record<string, string>>;

/** Values of a stage that are no parameters of CloudFormation, which cannot vary a deletion policy. */
const STAGE_SWITCHES: Readonly<Record<string, readonly string[]>> = { deletionPolicy: ['Retain', 'Delete'] };

/** One sentence for each value that is missing, unknown or not allowed: what is wrong and what is allowed. */
export function checkStageValues(values: StageValues): string[] {
  const sentences: string[] = [];
  for (const [name, parameter] of Object.entries(PARAMETERS)) {
    const value = values[name];
    if (value === undefined) sentences.push(`${name}: no value; it ${parameter.ConstraintDescription}`);
    else if (!isAllowedForStage(name, parameter, value)) sentences.push(`${name} ${sentenceOf(name, parameter)}`);
  }
  for (const [name, allowed] of Object.entries(STAGE_SWITCHES)) {
    if (!allowed.includes(values[name] ?? '')) sentences.push(`${name} must be ${allowed.join(' or ')}`);
  }
  for (const name of Object.keys(values)) {
    if (PARAMETERS[name] === undefined && STAGE_SWITCHES[name] === undefined) {
      sentences.push(`${name}: no such parameter; there are ${knownNames().join(', ')}`);
    }
  }
  return sentences;
}

/** The parameters that still hold their placeholder, which no deployment may carry. */
export function placeholdersIn(values: StageValues): string[] {
  return Object.entries(PARAMETERS)
    .filter(([name, { placeholder }]) => placeholder !== undefined && listOf(values[name] ?? '').includes(placeholder))
    .map(([name]) => name);
}

/**
 * The include with the values of a stage as defaults, and with the parts of every cluster. A change set that names no
 * parameter takes the defaults of its template; the framework's own `stackParameters` go to the first, empty template of
 * a new stack too, which refuses them.
 */
export function fillStack(include: StackParts, values: StageValues): StackParts {
  const clusters = listOf(values['EKSClusterName']!);
  const parts = clusterParts(clusters);
  const given: StageValues = {
    ...values,
    EKSClusterName: clusters[0]!,
    SentinelWorkspaceId: listOf(values['SentinelWorkspaceId']!).join(','),
  };
  return {
    ...include,
    Parameters: Object.fromEntries(
      Object.entries(include.Parameters).map(([name, parameter]) => [name, withDefault(parameter, given[name]!)]),
    ),
    Resources: { ...include.Resources, ...parts.Resources },
    Outputs: { ...include.Outputs, ...parts.Outputs },
  };
}

function isAllowedForStage(name: string, parameter: StackParameter, value: string): boolean {
  if (name !== 'EKSClusterName') return isAllowedValue(parameter, value);
  const names = listOf(value);
  return new Set(names).size === names.length && names.every((member) => isAllowedValue(parameter, member));
}

function sentenceOf(name: string, parameter: StackParameter): string {
  const several = name === 'EKSClusterName' ? '; several are separated by commas, each once' : '';
  return `${parameter.ConstraintDescription}${several}`;
}

function listOf(value: string): string[] {
  return value.split(',').map((member) => member.trim());
}

function knownNames(): string[] {
  return [...Object.keys(PARAMETERS), ...Object.keys(STAGE_SWITCHES)];
}

function withDefault(parameter: TemplateParameter, value: string): TemplateParameter {
  return { ...parameter, Default: parameter.Type === 'Number' ? Number(value) : value };
}
