/** For @custom-elements-manifest/analyzer, which otherwise would write into package.json. */
export default { globs: ['widget/mo-otp-gate.ts'], litelement: true, packagejson: false, quiet: true };
