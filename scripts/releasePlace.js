// Where a packaged program looks for its releases, as options for electron-builder, which writes them into the program
// (app-update.yml): CHAINRULE_RELEASES (`github:OWNER/REPOSITORY` or an https address), else package.json's repository on GitHub.
// Without either, or where an update could not be installed, the program has no updates.

/** @typedef {{ refusal: string } | { line: string, options: string[] }} ReleasePlace */

const onGithub = /^(?:github:|(?:git\+)?https:\/\/github\.com\/)([\w.-]+)\/([\w.-]+?)(?:\.git)?$/;
/** As electron-builder.yml says. */
const nowhere = /** @type {string[]} */ ([]);

/**
 * @param {NodeJS.Platform} platform
 * @param {boolean} signed
 * @param {string | undefined} chosen CHAINRULE_RELEASES
 * @param {string | { url: string } | undefined} repository of package.json
 * @returns {ReleasePlace}
 */
export function releasePlace(platform, signed, chosen, repository) {
  const place = chosen || (typeof repository === 'string' ? repository : repository?.url);
  if (!place)
    return { line: 'The program has no updates: no place of its releases is named.', options: nowhere };
  const options = optionsOf(place);
  if (!options)
    return {
      refusal: `Releases must be at github:OWNER/REPOSITORY or at an https address, not at ${place}.`,
    };
  if (platform === 'darwin' && !signed)
    return { line: 'The program has no updates: macOS installs only signed ones.', options: nowhere };
  return { line: `The program can look for updates at ${place}.`, options };
}

/**
 * @param {string} place
 * @returns {string[] | null} null for a place that cannot be used
 */
function optionsOf(place) {
  const [, owner, repo] = onGithub.exec(place) ?? [];
  if (owner && repo)
    return ['-c.publish.provider=github', `-c.publish.owner=${owner}`, `-c.publish.repo=${repo}`];
  if (!URL.canParse(place) || new URL(place).protocol !== 'https:') return null;
  return ['-c.publish.provider=generic', `-c.publish.url=${place}`];
}
