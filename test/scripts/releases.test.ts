// What `npm run package` makes of the environment: who signs, and where the program looks for updates.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { releasePlace } from '../../scripts/releasePlace.js';
import { dropEmpty, signingFor } from '../../scripts/signing.js';
import { root } from '../../scripts/tool.js';

const apple = { APPLE_ID: 'a', APPLE_APP_SPECIFIC_PASSWORD: 'b', APPLE_TEAM_ID: 'c' };
const certificate = { CSC_LINK: 'd', CSC_KEY_PASSWORD: 'e' };

describe('a package', () => {
  test.each([
    ['darwin', { ...certificate, ...apple }, 'signed and notarised'],
    ['win32', certificate, 'signed'],
    ['win32', { WIN_CSC_LINK: 'd', WIN_CSC_KEY_PASSWORD: 'e' }, 'signed'],
  ] as const)('for %s is signed or not made, with all of %j', (platform, env, how) => {
    const line = `The package is to be ${how}.`;
    expect(signingFor(platform, env)).toEqual({
      signed: true,
      line,
      options: ['-c.forceCodeSigning=true'],
      env: {},
    });
  });

  test.each([
    [
      'darwin',
      'none of CSC_LINK, CSC_KEY_PASSWORD, APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID is set',
    ],
    ['win32', 'none of CSC_LINK, CSC_KEY_PASSWORD is set'],
    ['linux', 'packages for Linux carry no signature'],
  ] as const)(
    'for %s is not signed without them, by no certificate of this computer, and says so',
    (platform, why) => {
      expect(signingFor(platform, {})).toMatchObject({
        signed: false,
        line: `The package is not signed: ${why}.`,
        env: { CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
      });
    },
  );

  test.each([
    [
      'darwin',
      certificate,
      'CSC_LINK, CSC_KEY_PASSWORD is set, and APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID is missing',
    ],
    ['darwin', { ...certificate, ...apple, APPLE_TEAM_ID: '' }, 'and APPLE_TEAM_ID is missing'],
    ['win32', { CSC_LINK: 'd' }, 'CSC_LINK is set, and CSC_KEY_PASSWORD is missing'],
    ['win32', { ...certificate, WIN_CSC_KEY_PASSWORD: 'e' }, 'and WIN_CSC_LINK is missing'],
  ] as const)('for %s is refused with some of them, %j', (platform, env, what) => {
    expect(signingFor(platform, env)).toEqual({ refusal: expect.stringContaining(what) });
  });

  test('is not signed with a secret that is empty', () => {
    const env: Record<string, string> = { CSC_LINK: '', WIN_CSC_LINK: 'd', PATH: '' };
    dropEmpty(env);
    expect(env).toEqual({ WIN_CSC_LINK: 'd', PATH: '' });
  });
});

describe('the place of the releases', () => {
  const github = ['-c.publish.provider=github', '-c.publish.owner=people', '-c.publish.repo=chain.rule'];
  const at = (chosen?: string, repository?: string | { url: string }) =>
    releasePlace('linux', false, chosen, repository);

  test.each([
    'github:people/chain.rule',
    'https://github.com/people/chain.rule',
    'git+https://github.com/people/chain.rule.git',
  ])('may be %s', (place) => {
    expect(at(place)).toMatchObject({ options: github });
    expect(at('', { url: place })).toMatchObject({ options: github });
  });

  test('may be another https address, which goes before the repository', () => {
    expect(at('https://example.org/releases/', 'github:people/chain.rule')).toMatchObject({
      options: ['-c.publish.provider=generic', '-c.publish.url=https://example.org/releases/'],
    });
  });

  test.each(['http://example.org/', 'example.org', 'github:people', 'file:///releases'])(
    'cannot be %s',
    (place) => {
      expect(at(place)).toEqual({ refusal: expect.stringContaining(place) });
    },
  );

  test('is none where none is named, and for an unsigned program on macOS, which could not be replaced', () => {
    expect(at()).toMatchObject({ options: [] });
    expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toMatch(/^publish: null$/m);
    const unsigned = releasePlace('darwin', false, 'github:people/chain.rule', undefined);
    expect(unsigned).toMatchObject({ options: [] });
    const signed = releasePlace('darwin', true, 'github:people/chain.rule', undefined);
    expect(signed).toMatchObject({ options: github });
  });
});
