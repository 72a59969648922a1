# Prints the relative links in Markdown files that lead nowhere, as file:line: link: reason.
# Usage: awk -f dead-links.awk file.md... file.md...  (each file twice: the first time its anchors are read, the second its links).

function fail(link, reason) {
    printf "%s:%d: %s: %s\n", FILENAME, FNR, link, reason
    failed = 1
}

function folder(path) {
    return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/) - 1) : "."
}

# Without "." and ".." segments, so that one file has one name.
function normalize(path,    segments, count, i, kept, depth, result) {
    count = split(path, segments, "/")
    depth = 0
    for (i = 1; i <= count; i++) {
        if (segments[i] == ".." && depth > 0 && kept[depth] != "..") {
            depth--
        } else if (segments[i] != "." && segments[i] != "") {
            kept[++depth] = segments[i]
        }
    }
    result = path ~ /^\// ? "/" : ""
    for (i = 1; i <= depth; i++) {
        result = result (i > 1 ? "/" : "") kept[i]
    }
    return result
}

# The anchor that GitHub gives a heading.
function slug(heading) {
    gsub(/\]\([^)]*\)/, "", heading)
    gsub(/<[^>]*>/, "", heading)
    heading = tolower(heading)
    # Punctuation (U+2010 to U+203F) and arrows.
    gsub(/\342(\200[\220-\277]|\206[\200-\277])/, "", heading)
    gsub(/[^a-z0-9 _\200-\377-]/, "", heading)
    gsub(/ /, "-", heading)
    return heading
}

function add_anchor(file, anchor,    count) {
    count = seen[file, anchor]++
    anchors[file, count ? anchor "-" count : anchor] = 1
}

function exists(path) {
    if (!(path in known)) {
        known[path] = system("test -e '" path "'") == 0
    }
    return known[path]
}

function check(link,    path, anchor, target) {
    if (link ~ /^[a-z][a-z0-9+.-]*:/) {
        return
    }
    path = link
    anchor = ""
    if (match(link, /#/)) {
        path = substr(link, 1, RSTART - 1)
        anchor = substr(link, RSTART + 1)
    }
    target = path == "" ? name : normalize(folder(name) "/" path)
    if (target ~ /'/ || target ~ /^(\/|\.\.)/) {
        fail(link, "not a relative path inside the checkout")
    } else if (!exists(target)) {
        fail(link, "no such file")
    } else if (anchor != "" && target ~ /\.md$/ && !((target, anchor) in anchors)) {
        fail(link, "no such heading")
    }
}

FNR == 1 {
    name = normalize(FILENAME)
    pass = ++visits[name]
    fence = ""
}

# A fenced block ends with the marker that began it; nothing in it is a link or a heading.
match($0, /^ *(```+|~~~+)/) {
    marker = substr($0, RSTART, RLENGTH)
    sub(/^ */, "", marker)
    if (fence == "") {
        fence = marker
        next
    }
    if (index(marker, fence) == 1) {
        fence = ""
        next
    }
}

fence != "" { next }

pass == 1 {
    if ($0 ~ /^#+ /) {
        heading = $0
        sub(/^#+ +/, "", heading)
        sub(/ +#* *$/, "", heading)
        add_anchor(name, slug(heading))
    }
    rest = $0
    while (match(rest, /<a +(id|name)="[^"]*"/)) {
        anchor = substr(rest, RSTART, RLENGTH - 1)
        sub(/.*"/, "", anchor)
        anchors[name, anchor] = 1
        rest = substr(rest, RSTART + RLENGTH)
    }
    next
}

{
    text = $0
    gsub(/`[^`]*`/, "", text)
    rest = text
    while (match(rest, /\]\([^) ]+[^)]*\)/)) {
        link = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/ .*/, "", link)
        gsub(/[<>]/, "", link)
        check(link)
    }
    rest = text
    while (match(rest, /(href|src)="[^"]+"/)) {
        link = substr(rest, RSTART, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/.*"/, "", link)
        check(link)
    }
    if (match(text, /^\[[^]]+\]: +[^ ]+/)) {
        link = substr(text, RSTART, RLENGTH)
        sub(/^\[[^]]+\]: +/, "", link)
        gsub(/[<>]/, "", link)
        check(link)
    }
}

END { exit failed }
