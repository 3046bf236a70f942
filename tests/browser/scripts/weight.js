// What the page weighs unpacked: the document, its styles, scripts and pictures, from the network or from the cache.
() => {
  const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return Object.fromEntries(parts.map((part) => [new URL(part.name).pathname, part.decodedBodySize]));
}
