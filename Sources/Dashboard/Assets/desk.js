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
        const told = event.submitter?.dataset.busy;
        if (told) event.submitter.textContent = told + "…";
        const at = form.querySelector("[name=at], [name=from]");
        const offset = form.querySelector("[data-offset]");
        if (at?.value && offset) offset.value = -new Date(at.value).getTimezoneOffset();
    });
    document.addEventListener("click", async (event) => {
        const button = event.target.closest("[data-copy]");
        if (!button) return;
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
    });

    // Back to a form that was refused, with what was typed in it.
    document.querySelector("[data-typed]")?.addEventListener("click", (event) => {
        event.preventDefault();
        history.back();
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

    // A file goes up with a bar and can be stopped.
    const sending = document.querySelector("[data-upload]");
    if (sending) sending.addEventListener("submit", (event) => {
        event.preventDefault();
        const box = sending.querySelector(".sending"), bar = box.querySelector("progress");
        const told = box.querySelector("[role=status]"), request = new XMLHttpRequest();
        const say = (text) => { told.textContent = text; };
        request.upload.addEventListener("progress", (now) => {
            bar.value = now.total ? 100 * now.loaded / now.total : 0;
            say((now.loaded / 1e6).toFixed(1) + " of " + (now.total / 1e6).toFixed(1) + " MB");
        });
        request.addEventListener("load", () => {
            if (request.status < 400) return location.assign(request.responseURL);
            const page = new DOMParser().parseFromString(request.responseText, "text/html");
            say(page.querySelector(".fault")?.textContent || "It was not taken: try again.");
        });
        request.addEventListener("error", () => say("The connection broke: send it up again."));
        request.addEventListener("abort", () => { box.hidden = true; });
        box.querySelector("button").onclick = () => request.abort();
        request.open("POST", sending.action);
        request.send(new FormData(sending));
        box.hidden = false;
    });

    // The editor: names and tags at the cursor, and a preview that follows what is typed.
    const writing = document.querySelector("[data-writing]");
    if (writing) {
        for (const chips of writing.querySelectorAll(".chips")) chips.hidden = false;
        const zoneField = writing.querySelector("[data-zone]");
        if (zoneField.value === "UTC" && writing.querySelector("#name")?.value === "") zoneField.value = zone;
        const preview = writing.querySelector("[data-preview]");
        let timer;
        const later = (wait) => {
            clearTimeout(timer);
            timer = setTimeout(() => writing.requestSubmit(preview), wait);
        };
        writing.addEventListener("input", () => later(700));
        writing.addEventListener("click", (event) => {
            const chip = event.target.closest("[data-into]");
            if (!chip) return;
            const field = document.getElementById(chip.dataset.into);
            const chosen = field.value.slice(field.selectionStart, field.selectionEnd), tag = chip.dataset.wrap;
            const text = chip.dataset.insert || (tag === "a" ? '<a href="https://">' + chosen + "</a>"
                : tag === "li" ? "<ul>\n<li>" + chosen + "</li>\n</ul>" : "<" + tag + ">" + chosen + "</" + tag + ">");
            field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
            field.focus();
            later(300);
        });
        later(0);
    }

    // News: the part of the page that shows the database is fetched anew, unless somebody is in the middle of something.
    const place = () => document.querySelector("[data-live]");
    const isBusy = () => place()?.querySelector("details[open]") ||
        place()?.contains(document.activeElement) && document.activeElement.matches("input, select");
    let waiting = false, isStale = false, last = -Infinity;
    const refresh = async () => {
        waiting = isStale = false;
        last = Date.now();
        if (!place() || isBusy()) return;
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (answer.redirected && place()?.hasAttribute("data-poll")) return location.assign(answer.url);
        if (!answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
        const href = document.activeElement?.getAttribute("href");
        if (!fresh || !place() || isBusy()) return;
        dress(fresh);
        place().replaceWith(fresh);
        if (href) document.querySelector("[data-live] a[href='" + CSS.escape(href) + "']")?.focus();
    };
    // At most every three seconds, and while nobody sees the page not at all.
    const soon = () => {
        isStale = true;
        if (waiting || document.hidden) return;
        waiting = true;
        setTimeout(refresh, Math.max(800, last + 3000 - Date.now()));
    };
    document.addEventListener("visibilitychange", () => { if (isStale && !document.hidden) soon(); });
    if (document.querySelector("[data-poll]")) {
        let isAsking = false;
        setInterval(() => {
            if (document.hidden || isAsking) return;
            if (!document.querySelector("[data-poll]")) return location.reload();
            isAsking = true;
            refresh().finally(() => { isAsking = false; });
        }, 1500);
    } else if (place() && document.querySelector("nav")) {
        const live = new EventSource("/live");
        live.addEventListener("news", soon);
        // Without a stream the page is asked for now and then.
        live.addEventListener("error", () => { if (live.readyState === EventSource.CLOSED) setInterval(soon, 30000); });
        addEventListener("pagehide", () => live.close());
    }
})();
