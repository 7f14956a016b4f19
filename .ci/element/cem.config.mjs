/** Configures @custom-elements-manifest/analyzer; without `packagejson: false` it writes into package.json. */
export default { globs: ['widget/mo-otp-gate.ts'], litelement: true, packagejson: false, quiet: true };
