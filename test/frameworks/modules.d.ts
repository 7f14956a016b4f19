declare module '*.svelte' {
  import type { Component } from 'svelte';
  const component: Component;
  export default component;
}

/** It ships no types. */
declare module '@babel/core' {
  export function transformAsync(code: string, options: object): Promise<{ code: string } | null>;
}
