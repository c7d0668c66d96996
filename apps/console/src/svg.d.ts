/** The build hands over the text of an SVG file (`loader` in angular.json). */
declare module '*.svg' {
  const text: string;
  export default text;
}
