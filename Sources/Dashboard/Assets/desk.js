// Everything works without this. It adds: times in the viewer's zone, keys, copying, questions before what cannot be taken
// back, and news as they come.
"use strict";
(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const shown = new Intl.DateTimeFormat(undefined, {
        year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit"
    });
    const local = (utc) => {
        const date = new Date(utc + ":00Z");
        return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    };

    const dress = (root) => {
        for (const time of root.querySelectorAll("time[datetime]")) {
            const date = new Date(time.dateTime);
            if (!isNaN(date)) time.textContent = shown.format(date);
        }
        for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
        for (const field of root.querySelectorAll("[data-utc]")) {
            field.value = local(field.dataset.utc);
            field.setAttribute("aria-label", field.getAttribute("aria-label").replace(", in UTC", ""));
        }
    };
    dress(document);
    const note = document.getElementById("zone");
    if (note) note.textContent = "Times are in " + zone.replaceAll("_", " ") + ".";

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (form.dataset.sure && !confirm(form.dataset.sure)) return event.preventDefault();
        const at = form.querySelector("[name=at]");
        const offset = form.querySelector("[data-offset]");
        if (at && offset) offset.value = -new Date(at.value).getTimezoneOffset();
    });
    document.addEventListener("click", async (event) => {
        const button = event.target.closest("[data-copy]");
        if (!button) return;
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
    });

    const step = (by) => {
        const links = [...document.querySelectorAll("[data-rows] a.main")];
        if (!links.length) return;
        const here = links.indexOf(document.activeElement);
        links[Math.max(0, Math.min(links.length - 1, here + by))].focus();
    };
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
        switch (event.key) {
        case "j": step(1); break;
        case "k": step(-1); break;
        case "e": document.querySelector("[data-key=e]")?.click(); break;
        case "u": document.querySelector("[data-back]")?.click(); break;
        case "?": location.href = "/help"; break;
        default: return;
        }
        event.preventDefault();
    });

    // News: the part of the page that shows the database is fetched anew, unless somebody is in the middle of something.
    const place = () => document.querySelector("[data-live]");
    const isBusy = () => place()?.querySelector("details[open]") ||
        place()?.contains(document.activeElement) && document.activeElement.matches("input, select");
    let waiting = false;
    const refresh = async () => {
        waiting = false;
        if (!place() || isBusy()) return;
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
        const href = document.activeElement?.getAttribute("href");
        if (!fresh || !place() || isBusy()) return;
        dress(fresh);
        place().replaceWith(fresh);
        if (href) document.querySelector("[data-live] a[href='" + CSS.escape(href) + "']")?.focus();
    };
    const soon = () => {
        if (waiting) return;
        waiting = true;
        setTimeout(refresh, 800);
    };
    if (place() && document.querySelector("nav")) {
        const live = new EventSource("/live");
        live.addEventListener("news", soon);
        // Without a stream the page is asked for now and then.
        live.addEventListener("error", () => { if (live.readyState === EventSource.CLOSED) setInterval(soon, 30000); });
        addEventListener("pagehide", () => live.close());
    }
})();
