#include "provisioner/report/page.h"

#include "provisioner/base/screen.h"
#include "provisioner/report/markup.h"

static const char head[] =
    "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    "<meta name=\"color-scheme\" content=\"light dark\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>"
    ":root{--ink:#1c2430;--soft:#5b6878;--line:#d5dbe3;--page:#fff;--card:#f3f5f8;--add:#1a7f37;--mod:#8a5a00;"
    "--del:#c01c28}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e9f0;--soft:#9ba8b8;--line:#2d3846;--page:#0e131a;"
    "--card:#161c25;--add:#4ac26b;--mod:#d8a32b;--del:#ff7b72}}"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--page);color:var(--ink);"
    "font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}"
    "h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .6rem}"
    ".soft{color:var(--soft)}.scroll{overflow-x:auto}svg{max-width:none}"
    ".tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}"
    ".tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.6rem .9rem;min-width:8rem}"
    ".tile b{display:block;font-size:1.3rem}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:.35rem .6rem;"
    "border-bottom:1px solid "
    "var(--line);vertical-align:top;overflow-wrap:anywhere}th{color:var(--soft);font-weight:600}"
    "td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "details{border:1px solid var(--line);border-radius:.6rem;margin:.4rem 0;background:var(--card)}"
    "summary{cursor:pointer;padding:.45rem .8rem;overflow-wrap:anywhere}details>div{padding:0 .8rem .6rem}"
    "code{font:13px/1.45 ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}"
    ".create{color:var(--add)}.update,.adopt,.warning{color:var(--mod)}.replace,.delete,.error{color:var(--del)}"
    ".tag{border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;font-size:.8rem;white-space:nowrap}"
    "@media print{details{break-inside:avoid}}"
    "</style>";

void page_text(struct sbuf *out, const char *s)
{
    markup_put(out, screen_safe(out->arena, s ? s : ""));
}

void page_element(struct sbuf *out, const char *tag, const char *class, const char *s)
{
    sbuf_printf(out, *class ? "<%s class=\"%s\">" : "<%s%s>", tag, class);
    page_text(out, s);
    sbuf_printf(out, "</%s>", tag);
}

void page_tile(struct sbuf *out, const char *class, const char *big, const char *small)
{
    sbuf_puts(out, "<div class=\"tile\">");
    sbuf_printf(out, "<b class=\"%s\">", class);
    page_text(out, big);
    sbuf_puts(out, "</b>");
    page_element(out, "span", "soft", small);
    sbuf_puts(out, "</div>\n");
}

void page_begin(struct sbuf *out, const char *title)
{
    sbuf_puts(out, "<!doctype html>\n<html lang=\"en\"><head>");
    sbuf_puts(out, head);
    page_element(out, "title", "", title);
    sbuf_puts(out, "</head>\n<body>\n");
}

void page_end(struct sbuf *out)
{
    sbuf_puts(out, "</body></html>\n");
}
