// Layar bertumpuk di hp: [data-layar="2"] memilih lapis pada [data-layar-akar].
import { all, on, one } from "./core.js";

on("click", "[data-layar]", (button) => {
  const root = one("[data-layar-akar]");
  root.dataset.kini = button.dataset.layar;
  all(".langkah [data-layar]").forEach((tab) =>
    tab.setAttribute("aria-selected", tab.dataset.layar === button.dataset.layar),
  );
  scrollTo(0, 0);
});
