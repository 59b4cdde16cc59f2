'use strict';

const { existsSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

// The definitions are TypeScript; the hook is taken off again, so that the framework's own modules load as ever.
const { unregister } = require('esbuild-register/dist/node').register({ target: 'node20' });
const { checkStageValues, fillStack, placeholdersIn, withVersionId } = require('@eks-sentinel/connector');
unregister();

const BUNDLE = '.esbuild/.build/services/transform/src/lambda.cjs';

/**
 * Checks the parameters of a stage, gives every cluster its parts, and names the version of the function after its code
 * and configuration. Listed after serverless-esbuild, whose bundle it reads.
 */
module.exports = class EksSentinelPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      initialize: () => this.fillStage(),
      'before:package:cleanup': () => this.removeStaleOutput(),
      'before:package:createDeploymentArtifacts': () => this.readBundle(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.nameVersion(),
    };
  }

  fillStage() {
    const { service, configurationInput, processedInput } = this.serverless;
    const values = Object.fromEntries(
      Object.entries(service.custom.stageValues).map(([name, value]) => [name, String(value)]),
    );
    const sentences = [
      ...this.checkStage(Object.keys(configurationInput.params)),
      ...checkGiven(processedInput.options.param ?? [], Object.keys(values)),
      ...checkStageValues(values),
    ];
    if (processedInput.commands[0] === 'deploy' && processedInput.commands[1] !== 'list') {
      for (const name of placeholdersIn(values)) {
        sentences.push(`${name} still holds its placeholder: give --param "${name}=<value>"`);
      }
    }
    if (sentences.length > 0) throw new this.serverless.classes.Error(sentences.join('\n'), 'EKS_SENTINEL_PARAMETERS');

    const { resources, stackParameters } = fillStack(service.resources, values);
    service.resources = resources;
    service.provider.stackParameters = stackParameters;
  }

  checkStage(params) {
    const stage = this.serverless.getProvider('aws').getStage();
    const stages = params.filter((name) => name !== 'default');
    return stages.includes(stage) ? [] : [`--stage ${stage}: no such stage; there are ${stages.join(', ')}`];
  }

  /** Files of an earlier build would end up in the zip. */
  removeStaleOutput() {
    const folders = this.serverless.processedInput.options.package ? ['.esbuild'] : ['.esbuild', '.serverless'];
    for (const folder of folders) {
      rmSync(join(this.serverless.serviceDir, folder), { recursive: true, force: true });
    }
  }

  readBundle() {
    const file = join(this.serverless.serviceDir, BUNDLE);
    if (!existsSync(file)) throw new this.serverless.classes.Error(`no bundle at ${BUNDLE}`, 'EKS_SENTINEL_BUNDLE');
    this.bundle = readFileSync(file);
  }

  nameVersion() {
    const { provider } = this.serverless.service;
    provider.compiledCloudFormationTemplate = withVersionId(provider.compiledCloudFormationTemplate, this.bundle);
  }
};

/** The framework passes over a `--param` that nothing reads: a misspelt name would deploy the default. */
function checkGiven(given, known) {
  return given
    .map((pair) => pair.slice(0, pair.indexOf('=')))
    .filter((name) => !known.includes(name))
    .map((name) => `--param ${name}: no such parameter; there are ${known.join(', ')}`);
}
