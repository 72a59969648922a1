"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

SwaggerUIBundle({
  url: document.getElementById("ui").dataset.url,
  dom_id: "#ui",
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
