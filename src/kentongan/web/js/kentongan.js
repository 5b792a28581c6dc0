// Pintu masuk. Semua di sini hanya penguat: tiap halaman bekerja tanpa JavaScript.
import "./prefs.js";
import "./menus.js";
import "./htmx.js";
import "./shortcuts.js";
import "./layers.js";
import "./drag.js";
import { onReady } from "./core.js";
import { startChips } from "./chips.js";
import { startCounters } from "./counters.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startRefused } from "./refused.js";
import { startTabs } from "./tabs.js";
import { startToasts } from "./toasts.js";
import { startUploads } from "./uploads.js";

onReady(startTabs, startChips, startCounters, startUploads, startDrafts, startDialogs, startRefused, startToasts);
