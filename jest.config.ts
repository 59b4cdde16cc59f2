/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,services,tools}/**/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/', '<rootDir>/.serverless/', '<rootDir>/.esbuild/'],
  watchPathIgnorePatterns: ['<rootDir>/out/'],
  reporters: ['default', '<rootDir>/tools/test/summary-reporter.cjs'],
  testTimeout: 60_000,
};

export default config;
