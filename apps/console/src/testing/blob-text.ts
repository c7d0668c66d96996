/** What every browser has, and jsdom has not: the text of a blob. */
export function giveBlobsText(): void {
  Blob.prototype.text = function (this: Blob): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(this);
    return promise;
  };
}
