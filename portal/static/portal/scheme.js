// Runs before the first paint. The choice stays in this browser and never leaves it (no cookie).
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var kept = localStorage.getItem("scheme");
    if (!root.dataset.scheme && /^(light|dark|contrast)$/.test(kept)) root.dataset.scheme = kept;
  } catch (error) {
    // Storage may be switched off; the system's setting holds then.
  }
})();
