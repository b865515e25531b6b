"""Whether a page stands alone: PAGE [TEXT...]. Tags are closed in order, nothing comes from elsewhere, nothing runs,
drawings are well-formed, and every TEXT is there to be read."""

import html.parser
import re
import sys
import xml.etree.ElementTree

EMPTY = {"meta", "br", "hr", "img", "link", "input", "col", "rect", "path"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text, self.drawings = [], [], 0

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "iframe", "object", "embed", "link", "img", "base", "form"), tag
        for name, value in attrs:
            assert not name.startswith("on") and name not in ("src", "href", "srcset", "action"), (tag, name, value)
        self.drawings += tag == "svg"
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


source = open(sys.argv[1], encoding="utf-8").read()
page = Page()
page.feed(source)
page.close()
assert not page.open, page.open
assert source.startswith("<!doctype html>") and page.drawings == 1
assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", re.sub(r"<td[^>]*>.*?</td>", "", source)), "an address"
for style in re.findall(r"<style>(.*?)</style>", source, re.S):
    assert style.count("{") == style.count("}") and "prefers-color-scheme:dark" in style
xml.etree.ElementTree.fromstring(re.search(r"<svg.*?</svg>", source, re.S).group(0))
text = " ".join(page.text)
for wanted in sys.argv[2:]:
    assert wanted in text, f"it does not say: {wanted}"
