/* A table that is wider than its window can be reached and scrolled by keyboard. */
(() => {
  if (window.tablesWithinReach) return;
  window.tablesWithinReach = true;
  const named = { tabindex: "0", role: "group", "aria-label": "Table, scrolls sideways" };
  const reach = (frame) => {
    const wide = frame.scrollWidth > frame.clientWidth;
    if (wide === frame.hasAttribute("tabindex")) return;
    for (const [name, text] of Object.entries(named)) {
      wide ? frame.setAttribute(name, text) : frame.removeAttribute(name);
    }
  };
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      document.querySelectorAll('[data-testid="stTable"] > div').forEach(reach);
    });
  };
  new MutationObserver(soon).observe(document.body, { subtree: true, childList: true, attributes: true });
  addEventListener("resize", soon);
  soon();
})();
