/** Themes that a customer could have written; `file` is below `/public/theming/themes`. */
export const themes = [
  { file: '', name: '기본' },
  { file: 'public-service', name: '공공 서비스' },
  { file: 'playful', name: '경쾌한 브랜드' },
  { file: 'high-contrast', name: '고대비' },
];
