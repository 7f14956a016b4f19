/** Whether this browser is inside another app: such browsers open no window, replace this page, or cannot return. */
export const isInAppBrowser = () =>
  /KAKAOTALK|NAVER\(|\bLine\/|Instagram|FBA[NV]|FB_IAB|; wv\)/i.test(navigator.userAgent);
