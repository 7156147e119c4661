// Styles as constructed sheets: our policy allows no inline style, and a style file would be one more request.

export function dress(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
