// What the environment says about signing a package: options for electron-builder, and a line that tells what comes of it. All of a
// system's variables sign it, none leaves it unsigned; some of them are a mistake, which is refused before anything is built.
// Whether a real certificate signs a real program can be seen only where one is: CONTRIBUTING.md, "Releases".

/** @typedef {Record<string, string | undefined>} Environment */
/** @typedef {{ refusal: string } | { signed: boolean, line: string, options: string[], env: Record<string, string> }} Signing */

const certificate = ['CSC_LINK', 'CSC_KEY_PASSWORD'];
const windowsCertificate = ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'];
const notarisation = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'];
/** A certificate that cannot be used ends the packaging, instead of leaving the package unsigned. */
const mustSign = '-c.forceCodeSigning=true';

/**
 * A secret that CI does not have comes as an empty variable, which electron-builder would take for a certificate.
 * @param {Environment} env
 */
export function dropEmpty(env) {
  for (const name of [...certificate, ...windowsCertificate, ...notarisation])
    if (!env[name]) delete env[name];
}

/**
 * @param {NodeJS.Platform} platform
 * @param {Environment} env
 * @returns {Signing}
 */
export function signingFor(platform, env) {
  if (platform === 'linux') return unsigned('packages for Linux carry no signature');
  const needed = platform === 'darwin' ? [...certificate, ...notarisation] : windowsNames(env);
  const missing = needed.filter((name) => !env[name]);
  if (missing.length === 0) {
    const line =
      platform === 'darwin' ? 'The package is to be signed and notarised.' : 'The package is to be signed.';
    return { signed: true, line, options: [mustSign], env: {} };
  }
  if (missing.length === needed.length) {
    // On Apple's own chips a program runs only with a signature, be it one that names nobody, which setting the fuses breaks.
    const options = platform === 'darwin' ? ['-c.electronFuses.resetAdHocDarwinSignature=true'] : [];
    return unsigned(`none of ${needed.join(', ')} is set`, options);
  }
  const given = needed.filter((name) => env[name]);
  return {
    refusal: `The package cannot be signed: ${given.join(', ')} is set, and ${missing.join(', ')} is missing. Set all, or none for a package without a signature.`,
  };
}

/** @param {Environment} env */
const windowsNames = (env) =>
  windowsCertificate.some((name) => env[name]) ? windowsCertificate : certificate;

/**
 * @param {string} reason
 * @param {string[]} [options]
 * @returns {Signing}
 */
function unsigned(reason, options = []) {
  // No certificate of this computer's keychain either.
  const env = { CSC_IDENTITY_AUTO_DISCOVERY: 'false' };
  return { signed: false, line: `The package is not signed: ${reason}.`, options, env };
}
