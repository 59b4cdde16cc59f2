import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { compareReports } from '../src/compare';
import { renderPage } from '../src/page/render-page';
import { ticks } from '../src/page/svg';
import { MODE_TITLES } from '../src/render-report';
import { sampleReport } from './sample-report';

const CHROMIUM = '/usr/bin/chromium';
const hasBrowser = existsSync(CHROMIUM);
const browserTest = hasBrowser ? it : it.skip;
const because = hasBrowser ? '' : ` (skipped: there is no ${CHROMIUM}; apt-get install chromium brings it)`;

describe('the page', () => {
  it('holds all it needs', () => {
    const page = renderPage(sampleReport(), undefined);

    expect(page).not.toMatch(/<script|<link|@import|url\(|src=/);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toContain('http');
  });

  it('shows a label as text, whatever is in it', () => {
    const page = renderPage(sampleReport(), undefined);

    expect(page).toContain('simd &#60;&#34;&#38;&#62; way');
    expect(page).not.toContain('<"&>');
  });

  it('has axes with round steps', () => {
    expect(ticks(11.4)).toEqual([0, 5, 10, 15]);
    expect(ticks(1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0)).toEqual([0, 1]);
  });
});

describe('in a browser the page', () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const problems: string[] = [];
  beforeAll(async () => {
    if (!hasBrowser) return;
    folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
    const report = sampleReport();
    const base = sampleReport({ floor: 2, simd: 1.8, naive: 24 });
    writeFileSync(join(folder, 'bench.html'), renderPage(report, compareReports(base, report)));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-background-networking'],
    });
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, 'bench.html')).href);
  });
  afterAll(async () => {
    if (!hasBrowser) return;
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  browserTest(`draws bars as long as their ratios${because}`, async () => {
    const widths = await page.evaluate<number[]>(
      `[...document.querySelectorAll('svg[aria-label^="Set S, handler alone"] rect')].map((bar) => bar.getBoundingClientRect().width)`,
    );

    expect(widths).toHaveLength(7);
    const [floor, reference, , simd, naive] = widths;
    expect(reference! / floor!).toBeCloseTo(6, 1);
    expect(simd! / floor!).toBeCloseTo(1.25, 1);
    expect(naive! / floor!).toBeCloseTo(12, 1);
  });

  browserTest(`draws every chart, with all of its texts inside and apart${because}`, async () => {
    const charts = await page.evaluate<unknown[]>(`[...document.querySelectorAll('svg')].map((chart) => {
      const frame = chart.getBoundingClientRect();
      const texts = [...chart.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
      return {
        title: chart.getAttribute('aria-label'),
        isInside: texts.every((text) => text.left >= frame.left - 1 && text.right <= frame.right + 1),
        isApart: texts.every((one, at) => texts.slice(at + 1).every((two) =>
          one.right <= two.left || two.right <= one.left || one.bottom <= two.top + 3 || two.bottom <= one.top + 3)),
        marks: chart.querySelectorAll('rect, polyline').length,
        isVisible: frame.height > 50,
      };
    })`);

    expect(charts).toEqual([
      { title: 'Set S, handler alone', isInside: true, isApart: true, marks: 7, isVisible: true },
      { title: `Set S, ${MODE_TITLES.endToEnd}`, isInside: true, isApart: true, marks: 7, isVisible: true },
      { title: 'Set S, where the time goes', isInside: true, isApart: true, marks: 12, isVisible: true },
      { title: 'First invocation in a fresh process', isInside: true, isApart: true, marks: 2, isVisible: true },
      { title: 'Resident memory over invocations', isInside: true, isApart: true, marks: 2, isVisible: true },
      { title: 'Time by size of input', isInside: true, isApart: true, marks: 2, isVisible: true },
      { title: 'Peak memory by size of input', isInside: true, isApart: true, marks: 1, isVisible: true },
    ]);
  });

  browserTest(`draws a line that goes up with its values${because}`, async () => {
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('svg[aria-label="Time by size of input"] circle.s3')].map((dot) => dot.getBoundingClientRect().top)`,
    );

    expect(heights).toHaveLength(3);
    expect(heights[0]! - heights[2]!).toBeCloseTo((heights[0]! - heights[1]!) * 3, 0);
  });

  browserTest(`fits a narrow screen, and stands out what is missed and slower${because}`, async () => {
    await page.setViewportSize({ width: 390, height: 800 });

    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    const text = await page.locator('.slower').allTextContents();

    expect(overflow).toBe(0);
    expect(text).toEqual(['slower', 'slower']);
    expect(problems).toEqual([]);
  });
});
