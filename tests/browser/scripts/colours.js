// axe reads the few colours of a page thousands of times, each by way of a whole colour library: read each but once.
() => {
  const { Color } = axe.commons.color;
  const { parseString } = Color.prototype;
  const known = new Map();
  const read = (text) => {
    // Throws for what is no colour, as it would have done: such a text is asked about again.
    const { r, g, b, alpha } = parseString.call(new Color(), text);
    known.set(text, { r, g, b, alpha });
    return known.get(text);
  };
  Color.prototype.parseString = function (text) {
    const { r, g, b, alpha } = known.get(text) ?? read(text);
    this.r = r;
    this.g = g;
    this.b = b;
    this.alpha = alpha;
    return this;
  };
}
