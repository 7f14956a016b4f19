/** Browsers inside other apps: they open no window, or one in place of this page, or one that cannot be come back from. */
export const isInAppBrowser = () =>
  /KAKAOTALK|NAVER\(|\bLine\/|Instagram|FBA[NV]|FB_IAB|; wv\)/i.test(navigator.userAgent);
