// The bill of materials (SBOM) in the form of CycloneDX 1.5: npm's own of all installed packages, cut down to what is shipped, and
// the rest of what is shipped: Electron, fonts, DuckDB's parts. Needs the built page.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFile } from './notices/noticesPlugin.js';
import { root } from './tool.js';

/** @typedef {Omit<import('./notices/software.js').Software, 'texts'>} Shipped */
/** @typedef {{ 'bom-ref': string, name: string, version?: string, licenses?: object[], [fact: string]: unknown }} Component */
/**
 * @typedef {object} Bill
 * @property {string} bomFormat
 * @property {{ component: Component }} metadata
 * @property {Component[]} components
 * @property {{ ref: string, dependsOn: string[] }[]} dependencies
 */

/**
 * Writes it beside the installers; returns its path.
 * @param {string} folder
 */
export function writeBillOfMaterials(folder) {
  const bill = billOfMaterials();
  const { version } = bill.metadata.component;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `chainrule-${version}-${process.platform}-${process.arch}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return file;
}

/** Throws an Error where a shipped package is not among those that npm knows. */
export function billOfMaterials() {
  /** @type {Shipped[]} */
  const shipped = JSON.parse(readFileSync(shippedFile, 'utf8'));
  const bill = billOfNpm();
  const known = new Map(bill.components.map((one) => [one['bom-ref'], one]));
  const packages = shipped.filter(({ npm }) => npm).map((one) => `${one.name}@${one.version}`);
  const electron = bill.components.filter(({ name }) => name === 'electron').map((one) => one['bom-ref']);
  const named = [...packages, ...electron].map((ref) => {
    const component = known.get(ref);
    if (!component) throw new Error(`npm does not know ${ref}, which is shipped.`);
    return shippedComponent(component, shipped);
  });
  const app = { ...bill.metadata.component, name: 'chainrule', type: 'application' };
  const refs = new Set([app['bom-ref'], ...named.map((one) => one['bom-ref'])]);
  return {
    ...bill,
    metadata: { ...bill.metadata, component: app },
    components: [...named, ...shipped.filter(({ npm }) => !npm).map(partComponent)],
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

/** @returns {Bill} */
function billOfNpm() {
  // npm itself is a script on Windows, which needs a shell.
  const shell = process.platform === 'win32';
  const options = { cwd: root, shell, encoding: /** @type {const} */ ('utf8'), maxBuffer: 2 ** 26 };
  // What is compiled into the page is a development package to npm, which leaves these out where NODE_ENV says production.
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--include', 'dev'];
  return JSON.parse(execFileSync('npm', args, options));
}

/**
 * What is compiled into the page is a development package to npm, which may say no licence of it either.
 * @param {Component} component
 * @param {readonly Shipped[]} shipped
 */
function shippedComponent({ properties: _, ...component }, shipped) {
  const own = shipped.find(({ name, version }) => name === component.name && version === component.version);
  return { ...component, scope: 'required', licenses: component.licenses ?? (own && licensesOf(own)) };
}

/** @param {Shipped} software */
function partComponent(software) {
  const ref = `${software.usedIn}/${software.name}`;
  return {
    'bom-ref': ref,
    type: 'library',
    name: software.name,
    scope: 'required',
    licenses: licensesOf(software),
  };
}

/** @param {Pick<Shipped, 'license'>} software */
const licensesOf = ({ license }) => [{ license: { id: license } }];
